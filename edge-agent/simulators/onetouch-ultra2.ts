/** A OneTouch Ultra 2 with a memory and a clock of its own, on its cable, showing PC. */
import type { ClockFields } from '../domain/device-clock.ts';
import { concat } from '../protocols/bytes.ts';
import type { Conversation, Line } from '../protocols/conversation.ts';
import { answer, type Command, toMeter } from '../protocols/ultra2-line.ts';
import { answering, type KeptStrip, memoryMeter, saidLater, spoilt, stripOf } from './memory-meter.ts';
import { type Press, type Simulator, simulator } from './simulator.ts';

/** What its owner measured before it was switched on here. */
const BEFORE: readonly KeptStrip[] = [
  { at: [2026, 11, 22, 21, 40, 30], mgPerDl: 123 },
  { at: [2026, 11, 23, 8, 2, 0], mgPerDl: 105, mark: 'control' },
  { at: [2026, 11, 23, 9, 15, 0], mgPerDl: 101, mark: 'before-meal' },
];
const MOST_RECORDS = 500;
const MARKS = ['before-meal', 'after-meal', 'control'] as const;

/**
 * silent: on, or not on its cable. late: its answers come when nobody waits any more. torn: the second half of each answer
 * is missing. garbled: one bit of each is wrong. garbled-once: of the next alone. pausing: it thinks for ten seconds in
 * the middle of its records. doubtful: it doubts its memory. other-model: its serial number is none of an Ultra 2.
 */
const FAULTS = ['silent', 'late', 'torn', 'garbled', 'garbled-once', 'pausing', 'doubtful', 'other-model'] as const;
const LATE_MS = 6000;
const PAUSE_MS = 10_000;
const LINE_BYTES = 64;
/** To measure it is taken off its cable: so long it answers nothing. */
const AWAY_MS = 7000;

const two = (value: number): string => String(value).padStart(2, '0');
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] as const;

/** Sakamoto's rule. */
function weekdayOf([year, month, day]: ClockFields): string {
  const y = month < 3 ? year - 1 : year;
  const shift = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4][month - 1] ?? 0;
  return WEEKDAYS[(y + (y >> 2) - Math.floor(y / 100) + Math.floor(y / 400) + shift + day) % 7] ?? '';
}

function timeText(at: ClockFields): string {
  const [year, month, day, hour, minute, second] = at;
  const date = [month, day, year % 100].map(two).join('/');
  return `"${weekdayOf(at)}","${date}","${[hour, minute, second].map(two).join(':')}   "`;
}

function recordText({ at, mgPerDl, mark }: KeptStrip, doubtful: boolean): string {
  const digits = String(mgPerDl === 'LO' ? 19 : mgPerDl).padStart(3, '0');
  const result = mgPerDl === 'HI' ? ' HIGH ' : `${mark === 'control' ? 'C' : ' '} ${digits}${doubtful ? '?' : ' '}`;
  const meal = mark === 'before-meal' ? 'B' : mark === 'after-meal' ? 'A' : 'N';
  return `P ${timeText(at)},"${result}","${meal}","00", 00`;
}

function* live(line: Line): Conversation<Command | Press> {
  const meter = memoryMeter(line, { before: BEFORE, most: MOST_RECORDS });
  const later = saidLater(line);
  let awayUntil = line.now;

  function pressed(press: Press): void {
    meter.pressed(press);
    const strip = stripOf(press);
    if (!strip) return;
    meter.keep(strip);
    later.forget();
    awayUntil = line.now + AWAY_MS;
  }

  function answerTo(letters: string): Uint8Array | undefined {
    const serialNumber = meter.fault() === 'other-model' ? 'ABC123DET' : 'ABC123DEY';
    if (letters === 'DM@') return answer(`@ "${serialNumber}"`);
    if (letters === 'DMF') return answer(`F ${timeText(meter.shows())}`);
    if (letters !== 'DMP') return undefined;
    const newestFirst = meter.records().toReversed();
    const texts = newestFirst.map((record) => recordText(record, meter.fault() === 'doubtful'));
    const count = String(texts.length).padStart(3, '0');
    return concat(...[`P ${count},"${serialNumber}","MMOL/L"`, ...texts].map(answer));
  }

  function say(bytes: Uint8Array): void {
    const fault = meter.fault();
    const half = Math.ceil(bytes.length / 2);
    if (fault === 'late') later.say(bytes, LATE_MS);
    else if (fault === 'pausing' && bytes.length > LINE_BYTES) {
      line.send(bytes.subarray(0, half));
      later.say(bytes.subarray(half), PAUSE_MS);
    } else line.send(spoilt(bytes, fault === 'garbled-once' ? 'garbled' : fault, 0x08, half));
    if (fault === 'garbled-once') meter.mend();
  }

  function hear({ letters }: Command): void {
    const said = meter.fault() === 'silent' || line.now < awayUntil ? undefined : answerTo(letters);
    if (said) say(said);
  }

  yield* answering({ pressed, hear, later: [later] });
}

export const ultra2Simulator = (): Simulator =>
  simulator<Command>({
    driver: 'onetouch-ultra2',
    language: toMeter,
    takes: ['glucose'],
    faults: FAULTS,
    marks: MARKS,
    live,
  });
