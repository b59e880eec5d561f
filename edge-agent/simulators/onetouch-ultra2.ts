/** A OneTouch Ultra 2 with a memory and a clock of its own, on its cable, showing PC. */
import type { ClockFields } from '../domain/device-clock.ts';
import { concat } from '../protocols/bytes.ts';
import type { Conversation, Line } from '../protocols/conversation.ts';
import { answer, type Command, toMeter } from '../protocols/ultra2-line.ts';
import { meterClock } from './meter-clock.ts';
import { isPress, type Press, type Simulator, simulator } from './simulator.ts';

interface Kept {
  readonly at: ClockFields;
  readonly mgPerDl: number | 'HI' | 'LO';
  readonly mark?: string;
}

/** Switched on for the first time on this morning, with what its owner measured before. */
const SHOWS: ClockFields = [2026, 11, 23, 12, 20, 0];
const BEFORE: readonly Kept[] = [
  { at: [2026, 11, 22, 21, 40, 30], mgPerDl: 123 },
  { at: [2026, 11, 23, 8, 2, 0], mgPerDl: 105, mark: 'control' },
  { at: [2026, 11, 23, 9, 15, 0], mgPerDl: 101, mark: 'before-meal' },
];
/** A full memory loses its oldest record. */
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

function recordText({ at, mgPerDl, mark }: Kept, doubtful: boolean): string {
  const digits = String(mgPerDl === 'LO' ? 19 : mgPerDl).padStart(3, '0');
  const result = mgPerDl === 'HI' ? ' HIGH ' : `${mark === 'control' ? 'C' : ' '} ${digits}${doubtful ? '?' : ' '}`;
  const meal = mark === 'before-meal' ? 'B' : mark === 'after-meal' ? 'A' : 'N';
  return `P ${timeText(at)},"${result}","${meal}","00", 00`;
}

function* live(line: Line): Conversation<Command | Press> {
  const clock = meterClock(SHOWS, line.now);
  const records = [...BEFORE];
  const due: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  let fault: string | undefined;
  let awayUntil = line.now;

  function pressed(press: Press): void {
    if (press.press === 'fault') fault = press.name === 'none' ? undefined : press.name;
    else if (press.press === 'set clock') clock.set(press.fields, line.now);
    else if (press.press === 'take glucose' || press.press === 'hold glucose') {
      const { mmolPerL } = press;
      records.push({
        at: clock.shows(line.now),
        mgPerDl: typeof mmolPerL === 'number' ? Math.round(mmolPerL * 18) : mmolPerL,
        ...(press.press === 'hold glucose' && { mark: press.mark }),
      });
      if (records.length > MOST_RECORDS) records.shift();
      due.length = 0;
      awayUntil = line.now + AWAY_MS;
    }
  }

  function answerTo(letters: string): Uint8Array | undefined {
    const serialNumber = fault === 'other-model' ? 'ABC123DET' : 'ABC123DEY';
    if (letters === 'DM@') return answer(`@ "${serialNumber}"`);
    if (letters === 'DMF') return answer(`F ${timeText(clock.shows(line.now))}`);
    if (letters !== 'DMP') return undefined;
    const newestFirst = records.toReversed().map((record) => recordText(record, fault === 'doubtful'));
    const count = String(records.length).padStart(3, '0');
    return concat(...[`P ${count},"${serialNumber}","MMOL/L"`, ...newestFirst].map(answer));
  }

  function say(bytes: Uint8Array): void {
    const half = Math.ceil(bytes.length / 2);
    const pauses = fault === 'pausing' && bytes.length > LINE_BYTES;
    if (fault === 'late') due.push({ at: line.now + LATE_MS, bytes });
    else if (fault === 'garbled' || fault === 'garbled-once')
      line.send(bytes.map((byte, at) => (at === half ? byte ^ 0x08 : byte)));
    else line.send(fault === 'torn' || pauses ? bytes.subarray(0, half) : bytes);
    if (pauses) due.push({ at: line.now + PAUSE_MS, bytes: bytes.subarray(half) });
    if (fault === 'garbled-once') fault = undefined;
  }

  for (;;) {
    const heard = yield Math.min(...due.map(({ at }) => at));
    if (heard !== undefined && isPress(heard)) pressed(heard);
    else if (heard !== undefined && fault !== 'silent' && line.now >= awayUntil) {
      const said = answerTo(heard.letters);
      if (said) say(said);
    }
    for (const late of due.splice(0)) {
      if (late.at <= line.now) line.send(late.bytes);
      else due.push(late);
    }
  }
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
