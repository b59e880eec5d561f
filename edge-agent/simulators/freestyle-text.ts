/** A FreeStyle Precision Neo, or a Libre, with a memory and a clock of its own, on its USB cable. */
import { asciiOf, bytesOf, textOf } from '../protocols/bytes.ts';
import type { Conversation, Line } from '../protocols/conversation.ts';
import { failed, freestyle, type Report, reportOf, sumOf, TYPES, textReports } from '../protocols/freestyle-report.ts';
import { answering, type KeptStrip, memoryMeter, stored, stripOf } from './memory-meter.ts';
import { type Press, type Simulator, simulator } from './simulator.ts';

/** What its owner measured before it was switched on here. */
const BEFORE: readonly KeptStrip[] = [
  { at: [2026, 11, 22, 21, 40, 0], mgPerDl: 112, mark: 'control' },
  { at: [2026, 11, 23, 8, 2, 0], mgPerDl: 'HI' },
  { at: [2026, 11, 23, 9, 15, 0], mgPerDl: 104 },
];
const MOST_RECORDS = 1000;
const MARKS = ['control', 'ketone', 'insulin', 'sensor'] as const;

/**
 * silent: off. garbled: a letter of each text is wrong; garbled-once: of the next. lost-once, twice-once: a report of the
 * next long text is lost, or comes twice. clock-lost: its clock shows nothing. libre, libre-2: it is another meter.
 */
const FAULTS = [
  'silent',
  'garbled',
  'garbled-once',
  'lost-once',
  'twice-once',
  'clock-lost',
  'libre',
  'libre-2',
] as const;

const ALIVE = { type: TYPES.alive, every: 3 } as const;
const SERIAL_NUMBERS = { neo: 'LAGN123-T4567', libre: 'JCMV239-T0987' } as const;
const NUMBER_IN_GREETING = '00000000 (No SerialNum)\0';
const VERSION = '2.15\0';

const lines = (texts: readonly string[]): string => texts.map((text) => `${text}\r\n`).join('');

function logOf(records: readonly string[]): string {
  const all = lines(records);
  return records.length === 0 ? lines(['Log Empty']) : `${all}${lines([`${records.length},${sumOf(all)}`])}`;
}

function ofNeo({ at, mgPerDl, mark }: KeptStrip, index: number): string | undefined {
  const [year, month, day, hour, minute] = at;
  const head = [String(index).padStart(5, '0'), month, day, year - 2000, hour, minute, 1].join(',');
  if (mark === 'ketone') return `9,${head},${mgPerDl},1`;
  if (mark === 'insulin') return `10,${head},1,${mgPerDl},0,0,0`;
  if (mark === 'sensor') return undefined;
  return `7,${head},${mgPerDl},0,${mark === 'control' ? 0 : 1},0,0,0,0,0,0,0,0`;
}

/** What a LO looks like in it is known as far as that it raises a doubt; what a control solution does, nobody says. */
function ofLibre(record: KeptStrip, index: number): string | undefined {
  const { at, mgPerDl, mark } = record;
  if (mark === 'control') return undefined;
  const [year, month, day, hour, minute, second] = at;
  const value = stored(record, { HI: 501, LO: 19 });
  const kind = mark === 'ketone' ? 1 : mark === 'sensor' ? 2 : 0;
  const doubt = typeof mgPerDl === 'number' ? 0 : 1;
  const head = [index, 2, month, day, year - 2000, hour, minute, second, 1, kind, 0, doubt, value, kind === 2 ? 1 : 0];
  const comments = Array.from({ length: 6 }, (_, i) => `"note, ${i + 1}"`);
  return [...head, ...Array.from({ length: 14 }, () => 0), 0, ...comments].join(',');
}

function* live(line: Line): Conversation<Report | Press> {
  const meter = memoryMeter(line, { before: BEFORE, most: MOST_RECORDS });
  let said = 0;
  /** What its last report leaves behind stands in the next one, behind what counts. */
  let left: Uint8Array = reportOf(0);

  function say(report: Uint8Array): void {
    const used = 2 + (report[1] ?? 0);
    left = report.map((byte, at) => (at < used ? byte : (left[at] ?? 0)));
    line.send(left);
    if (++said % ALIVE.every === 0) line.send(reportOf(ALIVE.type, bytesOf(0x05)));
  }

  function sayText(message: string): void {
    const fault = meter.fault();
    const reports = textReports(message);
    const long = reports.length > 2;
    for (const [i, report] of reports.entries()) {
      const wrong = (fault === 'garbled' || fault === 'garbled-once') && i === 0;
      if (fault === 'lost-once' && long && i === 1) continue;
      say(wrong ? report.map((byte, at) => (at === 4 ? byte ^ 1 : byte)) : report);
      if (fault === 'twice-once' && long && i === 1) say(report);
    }
    if (fault === 'garbled-once' || (long && (fault === 'lost-once' || fault === 'twice-once'))) meter.mend();
  }

  function hearText(command: string): void {
    const [year, month, day, hour, minute] = meter.shows();
    const lost = meter.fault() === 'clock-lost';
    const libre = meter.fault() === 'libre';
    const newestFirst = meter.records().toReversed();
    const log = (write: typeof ofNeo): string =>
      logOf(newestFirst.flatMap((record, i) => write(record, newestFirst.length - i) ?? []));
    const answers: Readonly<Record<string, () => string>> = {
      '$date?': () => lines([lost ? '255,255,255' : [month, day, year - 2000].join(',')]),
      '$time?': () => lines([lost ? '255,255' : [hour, minute].join(',')]),
      ...(libre
        ? { '$sn?': () => lines([SERIAL_NUMBERS.libre]), '$arresult?': () => log(ofLibre) }
        : { '$serlnum?': () => lines([SERIAL_NUMBERS.neo]), '$result?': () => log(ofNeo) }),
    };
    const message = answers[command]?.();
    if (message === undefined) say(failed());
    else sayText(message);
  }

  function hear({ type, payload }: Report): void {
    if (meter.fault() === 'silent') return;
    if (type === TYPES.text && meter.fault() === 'libre-2') say(reportOf(TYPES.enciphered, bytesOf(0x15)));
    else if (type === TYPES.text) hearText(textOf(payload));
    else if (type === 0x04) say(reportOf(0x34, bytesOf(0x0b)));
    else if (type === 0x05) say(reportOf(0x06, asciiOf(NUMBER_IN_GREETING)));
    else if (type === 0x15) say(reportOf(0x35, asciiOf(VERSION)));
    else if (type === 0x01) say(reportOf(0x71, bytesOf(0x01)));
    else say(reportOf(TYPES.unknown, bytesOf(0x85)));
  }

  function pressed(press: Press): void {
    meter.pressed(press);
    const strip = stripOf(press);
    if (strip) meter.keep(strip);
  }

  yield* answering({ pressed, hear });
}

export const freestyleSimulator = (): Simulator =>
  simulator<Report>({
    driver: 'freestyle-text',
    language: freestyle,
    takes: ['glucose'],
    faults: FAULTS,
    marks: MARKS,
    live,
  });
