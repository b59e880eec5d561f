/** A OneTouch UltraMini, or a Verio IQ, with a memory and a clock of its own, on its cable. */
import type { ClockFields } from '../domain/device-clock.ts';
import { asciiOf, bytesOf, concat, hexByte, u16le } from '../protocols/bytes.ts';
import type { Conversation, Line } from '../protocols/conversation.ts';
import { DISCONNECTED } from '../protocols/lifescan-dialects.ts';
import { type Frame, frameOf, lifescan } from '../protocols/lifescan-frame.ts';
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
  { at: [2026, 11, 23, 9, 15, 0], mgPerDl: 104 },
  { at: [2026, 11, 23, 9, 17, 0], mgPerDl: 112, mark: 'control' },
  { at: [2026, 11, 23, 9, 20, 0], mgPerDl: 187, mark: 'after-meal' },
];
/** A full memory loses its oldest record. */
const MOST_RECORDS = 500;
const MARKS = ['control', 'before-meal', 'after-meal'] as const;

/**
 * silent: not on its cable. late: its answers come when nobody waits any more. torn: the second half of each is missing.
 * garbled: one bit of each is wrong. garbled-once: of the next alone. repeating: it says everything twice, as if nobody had
 * acknowledged it. no-records: it answers each question for a record with an error. verio-iq: it is the other meter.
 */
const FAULTS = ['silent', 'late', 'torn', 'garbled', 'garbled-once', 'repeating', 'no-records', 'verio-iq'] as const;
const LATE_MS = 6000;
/** To measure it is taken off its cable: so long it answers nothing. */
const AWAY_MS = 7000;
/** What nobody acknowledges within this is said again, so often. */
const AGAIN = { afterMs: 500, times: 3 } as const;

const SERIAL_NUMBER = 'YC9ABC123';
const le16 = (value: number): Uint8Array => bytesOf(value & 0xff, (value >> 8) & 0xff);
const le32 = (value: number): Uint8Array => concat(le16(value & 0xffff), le16(Math.floor(value / 65_536)));
const secondsOf = ([year, month, day, ...time]: ClockFields): number => Date.UTC(year, month - 1, day, ...time) / 1000;
const OF_2000 = 946_684_800;

/** Control solution it does not hand out. */
function ofUltraMini(question: string, records: readonly Kept[], shows: ClockFields): Uint8Array | undefined {
  const newestFirst = records.filter(({ mark }) => mark !== 'control').toReversed();
  const ok = (...parts: readonly Uint8Array[]): Uint8Array => concat(bytesOf(0x05, 0x06), ...parts);
  if (question === '05 0B 02 00 00 00 00 84 6A E8 73 00') return ok(asciiOf(SERIAL_NUMBER));
  if (question === '05 1F F5 01') return concat(bytesOf(0x05, 0x0f), le16(newestFirst.length));
  if (question === '05 20 02 00 00 00 00') return ok(le32(secondsOf(shows)));
  const record = newestFirst[indexIn(question, '05 1F ')];
  if (!record) return undefined;
  const value = record.mgPerDl === 'HI' ? 0xffff : record.mgPerDl === 'LO' ? 0xfffe : record.mgPerDl;
  return ok(le32(secondsOf(record.at)), le32(value));
}

function ofVerioIq(question: string, records: readonly Kept[], shows: ClockFields): Uint8Array | undefined {
  const newestFirst = records.toReversed();
  const ok = (...parts: readonly Uint8Array[]): Uint8Array => concat(bytesOf(0x03, 0x06), ...parts);
  if (question === '03 0B 01 02') return ok(asciiOf(SERIAL_NUMBER), bytesOf(0));
  if (question === '03 27 00') return ok(le16(newestFirst.length));
  if (question === '03 20 02') return ok(le32(secondsOf(shows) - OF_2000));
  const record = newestFirst[indexIn(question, '03 21 ')];
  if (!record) return undefined;
  const value = record.mgPerDl === 'HI' ? 601 : record.mgPerDl === 'LO' ? 19 : record.mgPerDl;
  const meal = record.mark === 'before-meal' ? 1 : record.mark === 'after-meal' ? 2 : 0;
  return ok(le32(secondsOf(record.at) - OF_2000), le16(value), bytesOf(record.mark === 'control' ? 1 : 0, meal, 0, 0));
}

/** Which record is asked for; -1: none. */
function indexIn(question: string, head: string): number {
  const [low, high, ...more] = question.startsWith(head) ? question.slice(head.length).split(' ') : [];
  if (low === undefined || high === undefined || more.length > 0) return -1;
  return u16le(bytesOf(Number.parseInt(low, 16), Number.parseInt(high, 16)), 0);
}

function* live(line: Line): Conversation<Frame | Press> {
  const clock = meterClock(SHOWS, line.now);
  const records = [...BEFORE];
  let due: { readonly at: number; readonly bytes: Uint8Array; readonly until?: 'acknowledged' }[] = [];
  let fault: string | undefined;
  let awayUntil = line.now;
  /** Number of the frame that it expects, and of its own next one. */
  let [expects, own] = [0, 0];

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
      due = [];
      awayUntil = line.now + AWAY_MS;
    }
  }

  function say(bytes: Uint8Array): void {
    const half = bytes.length >> 1;
    if (fault === 'late') due.push({ at: line.now + LATE_MS, bytes });
    else if (fault === 'torn') line.send(bytes.subarray(0, half));
    else if (fault === 'garbled' || fault === 'garbled-once')
      line.send(bytes.map((byte, at) => (at === half ? byte ^ 0x40 : byte)));
    else for (let times = fault === 'repeating' ? 2 : 1; times > 0; times--) line.send(bytes);
    if (fault === 'garbled-once') fault = undefined;
  }

  function answer({ payload }: Frame): void {
    const question = Array.from(payload, hexByte).join(' ');
    if (fault === 'verio-iq') {
      const said = ofVerioIq(question, records, clock.shows(line.now));
      if (said) say(frameOf(0, said));
      return;
    }
    const failed =
      fault === 'no-records' && question.startsWith('05 1F ') && indexIn(question, '05 1F ') < MOST_RECORDS;
    const said = failed ? undefined : ofUltraMini(question, records, clock.shows(line.now));
    expects ^= 1;
    const numbers = (expects << 1) | own;
    const bytes = frameOf(numbers, said ?? bytesOf(0x05, 0x09));
    say(frameOf(0x04 | numbers));
    say(bytes);
    for (let times = 1; times <= AGAIN.times; times++)
      due.push({ at: line.now + times * AGAIN.afterMs, bytes, until: 'acknowledged' });
  }

  function hear(frame: Frame): void {
    const acknowledged = (frame.link & 0x0c) !== 0;
    if (acknowledged) due = due.filter(({ until }) => until === undefined);
    if (fault === 'verio-iq' ? frame.link === 0 : !acknowledged && (frame.link & 1) === expects) answer(frame);
    else if (frame.link & 0x08 && fault !== 'verio-iq') {
      [expects, own] = [0, 0];
      say(frameOf(DISCONNECTED));
    } else if (acknowledged) own = (frame.link >> 1) & 1;
  }

  for (;;) {
    const heard = yield Math.min(...due.map(({ at }) => at));
    if (heard !== undefined && isPress(heard)) pressed(heard);
    else if (heard !== undefined && fault !== 'silent' && line.now >= awayUntil) hear(heard);
    const now = due.filter(({ at }) => at <= line.now);
    due = due.filter(({ at }) => at > line.now);
    for (const { bytes } of now) line.send(bytes);
  }
}

export const ultraminiSimulator = (): Simulator =>
  simulator<Frame>({
    driver: 'onetouch-ultramini',
    language: lifescan,
    takes: ['glucose'],
    faults: FAULTS,
    marks: MARKS,
    live,
  });
