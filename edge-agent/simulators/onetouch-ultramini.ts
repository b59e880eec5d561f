/** A OneTouch UltraMini, or a Verio IQ, with a memory and a clock of its own, on its cable. */
import type { ClockFields } from '../domain/device-clock.ts';
import { asciiOf, bytesOf, concat, hexByte, u16le } from '../protocols/bytes.ts';
import type { Conversation, Line } from '../protocols/conversation.ts';
import { DISCONNECTED } from '../protocols/lifescan-dialects.ts';
import { type Frame, frameOf, lifescan } from '../protocols/lifescan-frame.ts';
import { answering, type KeptStrip, memoryMeter, saidLater, spoilt, stored, stripOf } from './memory-meter.ts';
import { type Press, type Simulator, simulator } from './simulator.ts';

/** What its owner measured before it was switched on here. */
const BEFORE: readonly KeptStrip[] = [
  { at: [2026, 11, 23, 9, 15, 0], mgPerDl: 104 },
  { at: [2026, 11, 23, 9, 17, 0], mgPerDl: 112, mark: 'control' },
  { at: [2026, 11, 23, 9, 20, 0], mgPerDl: 187, mark: 'after-meal' },
];
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
function ofUltraMini(question: string, records: readonly KeptStrip[], shows: ClockFields): Uint8Array | undefined {
  const newestFirst = records.filter(({ mark }) => mark !== 'control').toReversed();
  const ok = (...parts: readonly Uint8Array[]): Uint8Array => concat(bytesOf(0x05, 0x06), ...parts);
  if (question === '05 0B 02 00 00 00 00 84 6A E8 73 00') return ok(asciiOf(SERIAL_NUMBER));
  if (question === '05 1F F5 01') return concat(bytesOf(0x05, 0x0f), le16(newestFirst.length));
  if (question === '05 20 02 00 00 00 00') return ok(le32(secondsOf(shows)));
  const record = newestFirst[indexIn(question, '05 1F ')];
  if (!record) return undefined;
  return ok(le32(secondsOf(record.at)), le32(stored(record, { HI: 0xffff, LO: 0xfffe })));
}

function ofVerioIq(question: string, records: readonly KeptStrip[], shows: ClockFields): Uint8Array | undefined {
  const newestFirst = records.toReversed();
  const ok = (...parts: readonly Uint8Array[]): Uint8Array => concat(bytesOf(0x03, 0x06), ...parts);
  if (question === '03 0B 01 02') return ok(asciiOf(SERIAL_NUMBER), bytesOf(0));
  if (question === '03 27 00') return ok(le16(newestFirst.length));
  if (question === '03 20 02') return ok(le32(secondsOf(shows) - OF_2000));
  const record = newestFirst[indexIn(question, '03 21 ')];
  if (!record) return undefined;
  const value = stored(record, { HI: 601, LO: 19 });
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
  const meter = memoryMeter(line, { before: BEFORE, most: MOST_RECORDS });
  const later = saidLater(line);
  /** Until it is acknowledged. */
  const again = saidLater(line);
  let awayUntil = line.now;
  /** Number of the frame that it expects, and of its own next one. */
  let [expects, own] = [0, 0];

  function pressed(press: Press): void {
    meter.pressed(press);
    const strip = stripOf(press);
    if (!strip) return;
    meter.keep(strip);
    later.forget();
    again.forget();
    awayUntil = line.now + AWAY_MS;
  }

  function say(bytes: Uint8Array): void {
    const fault = meter.fault();
    const said = spoilt(bytes, fault === 'garbled-once' ? 'garbled' : fault, 0x40);
    if (fault === 'late') later.say(said, LATE_MS);
    else for (let times = fault === 'repeating' ? 2 : 1; times > 0; times--) line.send(said);
    if (fault === 'garbled-once') meter.mend();
  }

  function answer({ payload }: Frame): void {
    const question = Array.from(payload, hexByte).join(' ');
    if (meter.fault() === 'verio-iq') {
      const said = ofVerioIq(question, meter.records(), meter.shows());
      if (said) say(frameOf(0, said));
      return;
    }
    const failed =
      meter.fault() === 'no-records' && question.startsWith('05 1F ') && indexIn(question, '05 1F ') < MOST_RECORDS;
    const said = failed ? undefined : ofUltraMini(question, meter.records(), meter.shows());
    expects ^= 1;
    const numbers = (expects << 1) | own;
    const bytes = frameOf(numbers, said ?? bytesOf(0x05, 0x09));
    say(frameOf(0x04 | numbers));
    say(bytes);
    for (let times = 1; times <= AGAIN.times; times++) again.say(bytes, times * AGAIN.afterMs);
  }

  function hear(frame: Frame): void {
    if (meter.fault() === 'silent' || line.now < awayUntil) return;
    const verioIq = meter.fault() === 'verio-iq';
    const acknowledged = (frame.link & 0x0c) !== 0;
    if (acknowledged) again.forget();
    if (verioIq ? frame.link === 0 : !acknowledged && (frame.link & 1) === expects) answer(frame);
    else if (frame.link & 0x08 && !verioIq) {
      [expects, own] = [0, 0];
      say(frameOf(DISCONNECTED));
    } else if (acknowledged) own = (frame.link >> 1) & 1;
  }

  yield* answering({ pressed, hear, later: [later, again] });
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
