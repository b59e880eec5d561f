/**
 * SD Biosensor CodeFree glucose meters over their cable (CP210x), 38400 8N1. Read: glucometers-tech/glucometer-protocols
 * src/sd-biosensor/codefree.md; glucometers-tech/glucometerutils glucometerutils/drivers/sdcodefree.py (one author, from the wire).
 *
 *   0 start 53 | 1 from the meter 20, to it 10 | 2 L | 3.. message, L - 2 bytes | exclusive or of the message | end AA
 *
 * The meter opens, once, when it is switched on; it counts its records, then hands out one for each fetch, the newest first.
 * A fetch behind the last record is answered with the end. What came spoilt cannot be asked for again: all or nothing.
 *
 * - [x] units: always mg/dL inside, whatever the meter displays: assumed, as both sources do
 * - [ ] LO/HI: no source says how they are stored; a number that no living person has is refused
 * - [ ] control solution: no source says how it is marked; nine bytes of each record are not understood
 * - [x] meals: before, after; another mark is refused
 * - [x] clock: each record's, to the minute; that of now cannot be asked. Never set
 * - [x] duplicates: a memory read twice adds nothing (`domain/memory.ts`)
 * - [x] abort: reading can be left at any byte; nothing in the meter has changed. It stays in its mode until switched off
 *
 * Two things are ever said: the answer to its opening, and the fetch. One that did not just open ignores the cable.
 */
import { clockText } from '../domain/device-clock.ts';
import { DeviceError } from '../domain/device-error.ts';
import type { Glucose, Meal, Rejected } from '../domain/event.ts';
import { type Memory, oldestFirst, type StoredRecord } from '../domain/memory.ts';
import { glucoseInMgPerDl } from '../domain/reading.ts';
import { bytesOf, concat, seek, u8, u16be, xor8 } from './bytes.ts';
import { ask, type Conversation, type Framer, type Language, type Line, NEVER } from './conversation.ts';

export interface Frame {
  readonly message: Uint8Array;
}

const [START, END, PADDING] = [0x53, 0xaa, 0xaa] as const;
export const DIRECTIONS = { fromMeter: 0x20, toMeter: 0x10 } as const;
type Direction = (typeof DIRECTIONS)[keyof typeof DIRECTIONS];

/** Bytes of a message: a word of either side, a record, a count. There are no others. */
export const WORD = 2;
export const RECORD = 17;
export const COUNT = 22;

/** Words are two bytes, the first of them always 10. */
export const WORDS = { opening: 0x30, answer: 0x40, fetch: 0x60, end: 0x70 } as const;
export type Word = keyof typeof WORDS;
const COUNTS = 0x30;

export const frameOf = (direction: Direction, message: Uint8Array): Uint8Array =>
  concat(bytesOf(START, direction, message.length + 2), message, bytesOf(xor8(message), END));
export const wordOf = (direction: Direction, word: Word): Uint8Array => frameOf(direction, bytesOf(0x10, WORDS[word]));
export const says = ({ message }: Frame, word: Word): boolean =>
  message.length === WORD && message[0] === 0x10 && message[1] === WORDS[word];

export const countMessage = (total: number): Uint8Array =>
  concat(bytesOf(COUNTS, total >> 8, total & 0xff), new Uint8Array(COUNT - 3).fill(PADDING));

const cut =
  (direction: Direction, sizes: readonly number[]): Framer<Frame> =>
  (bytes) => {
    const noise = seek(bytes, START, direction);
    if (noise > 0) return { skip: noise, why: 'noise' };
    if (bytes.length < 3) return 'wait';
    const size = u8(bytes, 2) - 2;
    if (!sizes.includes(size)) return { skip: 1, why: 'length' };
    const used = 3 + size + 2;
    if (bytes.length < used) return 'wait';
    if (bytes[used - 1] !== END) return { skip: 1, why: 'length' };
    const message = bytes.slice(3, 3 + size);
    if (xor8(message) !== bytes[used - 2]) return { skip: 1, why: 'checksum' };
    return { frame: { message }, used };
  };

/** The longest frame takes 7 ms at this speed; the rest is for slow adapters. */
const GAP_MS = 250;
export const fromMeter: Language<Frame> = {
  cut: cut(DIRECTIONS.fromMeter, [WORD, RECORD, COUNT]),
  gapMs: GAP_MS,
};
/** To it only words are said here; its clock would be set by a longer message. */
export const toMeter: Language<Frame> = { cut: cut(DIRECTIONS.toMeter, [WORD]), gapMs: GAP_MS };

const ANSWER = wordOf(DIRECTIONS.toMeter, 'answer');
const FETCH = wordOf(DIRECTIONS.toMeter, 'fetch');
/** Nothing is asked twice: a second fetch would bring the next record, and what it does not expect locks it (E-5). */
const ONCE = { withinMs: 5000, tries: 1 } as const;
/** The manual says 1000, the source quotes. */
const MOST_RECORDS = 1000;

/** Waits until somebody switches a meter on: it cannot be asked whether one is there. `readOut` answers it, at once. */
function* opened(): Conversation<Frame> {
  let frame: Frame | undefined;
  do frame = yield NEVER;
  while (!frame || !says(frame, 'opening'));
}

export const greet = (): Conversation<Frame> => opened();

/** Ends when a meter opens: with this memory or another. */
export const idle = (): Conversation<Frame> => opened();

/** Of a meter that opened a moment ago. All or nothing: as many records as it counts, then its end. */
export function* readOut(line: Line): Conversation<Frame, Memory> {
  const total = yield* ask(line, ANSWER, countIn, ONCE);
  if (total === undefined) throw new DeviceError('silent', 'a count');
  if (total > MOST_RECORDS) throw new DeviceError('unavailable', 'it counts more records than it can hold');
  const records: StoredRecord[] = [];
  for (let index = total; index >= 0; index--) {
    const record = yield* ask(line, FETCH, (frame) => recordOrEnd(frame, index), ONCE);
    if (record === undefined) throw new DeviceError('silent', 'a record');
    if (record === 'end') break;
    records.push(record);
  }
  if (records.length !== total) throw new DeviceError('silent', 'as many records as it counts');
  return { mark: `${total}`, unit: {}, records: oldestFirst(records) };
}

function countIn({ message }: Frame): number | undefined {
  const counts = message.length === COUNT && message[0] === COUNTS && message.subarray(3).every((b) => b === PADDING);
  return counts ? u16be(message, 1) : undefined;
}

const recordOrEnd = (frame: Frame, index: number): StoredRecord | 'end' | undefined =>
  says(frame, 'end') ? 'end' : frame.message.length === RECORD ? recordOf(frame.message, index) : undefined;

const MEALS: Readonly<Record<number, Meal | 'none'>> = { 0: 'none', 16: 'before-meal', 32: 'after-meal' };

const refused = (reason: Rejected['reason']): Rejected => ({ event: 'rejected', reason });

/** 0-1 not understood | 2 year - 2000, month, day, hour, minute | 7 value | 9 meal | 10-16 not understood. `index`: 1 is the oldest. */
export function recordOf(message: Uint8Array, index: number): StoredRecord {
  const [year, month, day, hour, minute] = [2, 3, 4, 5, 6].map((at) => u8(message, at));
  const deviceClock = clockText([2000 + (year ?? 0), month ?? 0, day ?? 0, hour ?? 0, minute ?? 0, 0]);
  if (deviceClock === undefined) return { index, event: refused('date') };
  return { index, deviceClock, event: reading(u16be(message, 7), MEALS[u8(message, 9)], deviceClock) };
}

function reading(mgPerDl: number, meal: Meal | 'none' | undefined, deviceClock: string): Glucose | Rejected {
  if (meal === undefined) return refused('unknown');
  return glucoseInMgPerDl(mgPerDl, { ...(meal !== 'none' && { meal }), deviceClock });
}
