/** A Contour Next with a memory and a clock of its own, on a USB cable. */
import type { ClockFields } from '../domain/device-clock.ts';
import { concat } from '../protocols/bytes.ts';
import { controlByte, frameOf, type Item, NUMBERS, reportsOf, toMeter } from '../protocols/contour-frame.ts';
import { type Conversation, type Line, NEVER } from '../protocols/conversation.ts';
import { type KeptStrip, memoryMeter, stored, stripOf } from './memory-meter.ts';
import { isPress, type Press, type Simulator, simulator } from './simulator.ts';

/** What its owner measured before it was switched on here. */
const BEFORE: readonly KeptStrip[] = [
  { at: [2026, 11, 23, 7, 1, 0], mgPerDl: 94, mark: 'before-meal' },
  { at: [2026, 11, 23, 9, 15, 0], mgPerDl: 140, mark: 'after-meal' },
  { at: [2026, 11, 23, 9, 25, 0], mgPerDl: 110, mark: 'control' },
];
const MOST_RECORDS = 800;

/** It offers what was measured when it is done with it, and sends nothing else. */
const OFFERS_AFTER_MS = 1000;

/** Whole blood shows less than plasma: another number for the same blood. */
const MARKS: Readonly<Record<string, string>> = {
  'before-meal': 'B',
  'after-meal': 'A',
  control: 'C',
  'whole-blood': '',
};

/**
 * silent: off. garbled: each frame comes with a wrong bit first. torn: only its first half comes. repeated: each is said
 * twice. no-end: no last record, as older meters. broken-off: it ends a transfer before its last result. mg-dl: it counts
 * in mg/dL.
 */
const FAULTS = ['silent', 'garbled', 'torn', 'repeated', 'no-end', 'broken-off', 'mg-dl'] as const;

const two = (value: number): string => String(value).padStart(2, '0');
const timeOf = ([year, ...rest]: ClockFields): string => `${year}${rest.slice(0, 4).map(two).join('')}`;

const headerText = (results: number, shows: ClockFields, inMgPerDl: boolean): string =>
  `H|\\^&||aB3dEf|Contour7350^01.20\\01.05\\09.04^7350-1234567^0000-|A=1^C=00^G=en,en\\zh^I=0200^R=0^S=01^${
    inMgPerDl ? 'U=0^V=20600' : 'U=1^V=11333'
  }^X=039039039100100100072139^Z=1|${results}|||||P|1|${timeOf(shows)}`;

function resultText(record: KeptStrip, index: number, inMgPerDl: boolean): string {
  const { at, mgPerDl, mark } = record;
  const beyond = typeof mgPerDl === 'number' ? [] : [mgPerDl === 'HI' ? '>' : '<'];
  const value = stored(record, { HI: 601, LO: 18 });
  const number = inMgPerDl ? `${value}|mg/dL` : `${(value / 18).toFixed(1)}|mmol/L`;
  const marks = [...beyond, MARKS[mark ?? ''] ?? '', 'M0'].filter((letter) => letter !== '').join('/');
  return `R|${index}|^^^Glucose|${number}^${mark === 'whole-blood' ? 'B' : 'P'}||${marks}||${timeOf(at)}`;
}

function* live(line: Line): Conversation<Item | Press> {
  const meter = memoryMeter(line, { before: BEFORE, most: MOST_RECORDS });
  let offerAt = NEVER;
  let sending: { readonly texts: readonly string[]; at: number; spoilt: boolean } | undefined;

  const say = (bytes: Uint8Array): void => {
    for (const report of reportsOf(bytes)) line.send(report);
  };

  function texts(): string[] {
    const fault = meter.fault();
    const inMgPerDl = fault === 'mg-dl';
    const results = meter.records().map((record, i) => resultText(record, i + 1, inMgPerDl));
    const header = headerText(results.length, meter.shows(), inMgPerDl);
    if (fault === 'broken-off') return [header, 'P|1', ...results.slice(0, -1)];
    return [header, 'P|1', ...results, ...(fault === 'no-end' ? [] : ['L|1||N'])];
  }

  function sayFrame(): void {
    const text = sending?.texts[sending.at];
    if (!sending || text === undefined) {
      sending = undefined;
      say(controlByte('EOT'));
      return;
    }
    const fault = meter.fault();
    const frame = frameOf((sending.at + 1) % NUMBERS, text, text.startsWith('L'));
    const first = !sending.spoilt;
    sending.spoilt = true;
    if (fault === 'garbled' && first) say(frame.map((byte, at) => (at === frame.length >> 1 ? byte ^ 1 : byte)));
    else if (fault === 'torn' && first) say(frame.subarray(0, frame.length >> 1));
    else for (let times = fault === 'repeated' ? 2 : 1; times > 0; times--) say(frame);
  }

  function hear({ is }: Item): void {
    if (is === 'ACK') {
      const at = sending ? sending.at + 1 : 0;
      sending = { texts: sending?.texts ?? texts(), at, spoilt: false };
      sayFrame();
    } else if (is === 'NAK' && sending) {
      sayFrame();
    } else if (is === 'EOT') {
      sending = undefined; // what it offers then begins with the header, in one go
      say(concat(controlByte('EOT'), frameOf(1, texts()[0] ?? ''), controlByte('ENQ')));
    } else {
      say(controlByte('NAK'));
    }
  }

  function pressed(press: Press): void {
    meter.pressed(press);
    const strip = stripOf(press);
    if (!strip) return;
    meter.keep(strip);
    offerAt = line.now + OFFERS_AFTER_MS;
  }

  for (;;) {
    const heard = yield offerAt;
    if (heard !== undefined) {
      if (isPress(heard)) pressed(heard);
      else if (meter.fault() !== 'silent') hear(heard);
    } else if (sending) {
      offerAt = line.now + OFFERS_AFTER_MS;
    } else {
      offerAt = NEVER;
      if (meter.fault() !== 'silent') say(controlByte('ENQ'));
    }
  }
}

export const contourSimulator = (): Simulator =>
  simulator<Item>({
    driver: 'contour-next',
    language: toMeter,
    takes: ['glucose'],
    faults: FAULTS,
    marks: Object.keys(MARKS),
    live,
  });
