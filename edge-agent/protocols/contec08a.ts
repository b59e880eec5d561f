/**
 * CONTEC08A, a blood-pressure monitor with three users' memories, over USB HID. Read: MarkMLl/contec08a consoleapp.pas, from
 * captures of the USB; summersab/Contec-PHMS DevicePackManager.java and DeviceCommand.java, the maker's phone program.
 *
 * - [x] units: mmHg and beats per minute; no other unit in the protocol
 * - [x] clock: each record's, to the minute; that of now cannot be asked. Never set
 * - [x] duplicates: a memory read twice adds nothing (`domain/memory.ts`); records come oldest first
 * - [x] abort: reading can be left at any report; nothing in the monitor has changed
 * - [x] bits 7: the first source takes the lower seven bits, and is wrong from 128 on; the second has the rule
 * - [ ] check value: none. The memory counts only when it comes the same twice
 * - [ ] irregular pulse, movement: not known. The last two bytes of a record have no known meaning, and are not read
 * - [ ] live pressure, a start: not known
 * - [ ] LO/HI, control solution: not in the protocol
 *
 * Only presence, handshake and readings are ever sent. Newer firmware speaks another protocol, and does not shake hands in
 * this one: it is refused. The USB ids are shared with other makers' products: the handshake alone identifies.
 */
import { clockText } from '../domain/device-clock.ts';
import { DeviceError } from '../domain/device-error.ts';
import type { RejectReason } from '../domain/event.ts';
import { type Memory, oldestFirst, type StoredRecord } from '../domain/memory.ts';
import { bloodPressure } from '../domain/reading.ts';
import { concat, hexByte, sameBytes, u8 } from './bytes.ts';
import { HANDSHAKE, isPacked, type Message, PRESENCE, readUser, USERS, unpacked } from './contec-frame.ts';
import { ask, type Conversation, type Line, listen } from './conversation.ts';

const ANSWER = { withinMs: 1000, tries: 3 } as const;
const REPORT_MS = 1000;
/** Reports of one transfer follow each other within milliseconds; what comes behind the last belongs to no transfer. */
const QUIET_MS = 200;
/** Of one user, as its manual says. */
const MOST_RECORDS = 100;
/** A user's records are asked for so often; and two readings of all of them in a row must be the same. */
const TRIES = 5;
const READINGS = 5;
const LOOK_EVERY_MS = 5000;

/** As both sources: presence twice, then the handshake. */
function* hello(line: Line): Conversation<Message> {
  let said = 0;
  const other = (): void => void said++;
  for (const [question, wanted] of [
    [PRESENCE, 'here'],
    [PRESENCE, 'here'],
    [HANDSHAKE, 'handshake'],
  ] as const) {
    said = 0;
    if (yield* ask(line, question, ({ is }) => is === wanted || undefined, { ...ANSWER, other })) continue;
    if (said === 0) throw new DeviceError('silent', wanted);
    line.tell({ event: 'rejected', reason: 'unsupported' });
    throw new DeviceError('unavailable', 'it answers, but not as a CONTEC08A');
  }
}

/** Nothing of it counts: a record was missing or too many; or the monitor did not want to be read. */
type Failed = 'broken' | 'refused';

/** One user's records as they came. */
function* transfer(line: Line, user: number): Conversation<Message, readonly Uint8Array[] | Failed> {
  const reply = yield* ask(line, readUser(user), (said) => (said.is === 'reply' ? said : undefined), {
    ...ANSWER,
    tries: 1,
  });
  if (!reply) return 'broken';
  if (!reply.accepted) return 'refused';
  const head = yield line.now + REPORT_MS;
  if (head?.is !== 'head' || head.user !== user || head.count > MOST_RECORDS) return 'broken';
  const records: Uint8Array[] = [];
  while (records.length < head.count) {
    const record = yield line.now + REPORT_MS;
    if (record?.is !== 'record') return 'broken';
    records.push(record.bytes);
  }
  return (yield line.now + QUIET_MS) ? 'broken' : records;
}

function* recordsOf(line: Line, user: number): Conversation<Message, readonly Uint8Array[]> {
  for (let tries = TRIES; tries > 0; tries--) {
    const records = yield* transfer(line, user);
    if (records === 'refused' && tries === 1) throw new DeviceError('unavailable', 'it is off, or not ready');
    if (typeof records !== 'string') return records;
    if (records === 'broken') line.tell({ event: 'rejected', reason: 'length' });
    yield* listen(line.now + REPORT_MS); // its rest may still be under way
  }
  throw new DeviceError('silent', 'a whole transfer');
}

/** All users' records, in their order. */
type Held = readonly (readonly Uint8Array[])[];

function* look(line: Line): Conversation<Message, Held> {
  const held: (readonly Uint8Array[])[] = [];
  for (const user of USERS) held.push(yield* recordsOf(line, user));
  return held;
}

/** A full memory does not grow, but its newest record is another. */
const markOf = (held: Held): string =>
  held.map((records) => `${records.length} ${Array.from(records.at(-1) ?? [], hexByte).join('')}`).join(' ');

const isSame = (a: Held, b: Held): boolean =>
  a.every((records, i) => sameBytes(concat(...records), concat(...(b[i] ?? []))));

export function* greet(line: Line): Conversation<Message> {
  yield* hello(line);
}

/** Ends when the memory is another than that of the mark, or than it was at first. */
export function* idle(line: Line, mark?: string): Conversation<Message> {
  yield* hello(line);
  const known = mark ?? markOf(yield* look(line));
  do yield* listen(line.now + LOOK_EVERY_MS);
  while (markOf(yield* look(line)) === known);
}

/** All or nothing: without a check value only the same again is believed. */
export function* readOut(line: Line): Conversation<Message, Memory> {
  yield* hello(line);
  let before = yield* look(line);
  for (let reading = 2; reading <= READINGS; reading++) {
    const now = yield* look(line);
    if (isSame(before, now)) {
      const records = now.flatMap((ofUser) => ofUser.map((bytes, i) => recordOf(bytes, i + 1)));
      return { mark: markOf(now), unit: {}, records: oldestFirst(records) };
    }
    line.tell({ event: 'rejected', reason: 'checksum' });
    before = now;
  }
  throw new DeviceError('unavailable', 'its memory never comes the same twice');
}

const KEY = 0;
const DATE_KEY = 8;

/** Key | systolic, big-endian | diastolic | pulse | mean | year from 2000 | month | key | day | hour | minute | two unknown. */
export function recordOf(bytes: Uint8Array, index: number): StoredRecord {
  const refused = (reason: RejectReason): StoredRecord => ({ index, event: { event: 'rejected', reason } });
  // No day, hour or minute has a bit 7, and of this key the two sources have different rules.
  if (!isPacked(bytes) || u8(bytes, DATE_KEY) !== 0x80) return refused('unknown');
  const value = (nth: number): number => unpacked(bytes, KEY, nth);
  const day = (nth: number): number => unpacked(bytes, DATE_KEY, nth);
  const deviceClock = clockText([2000 + value(6), value(7), day(1), day(2), day(3), 0]);
  if (deviceClock === undefined) return refused('date');
  return {
    index,
    deviceClock,
    event: bloodPressure({
      systolicMmHg: (value(1) << 8) | value(2),
      diastolicMmHg: value(3),
      meanMmHg: value(5),
      pulsePerMin: value(4),
      deviceClock,
    }),
  };
}
