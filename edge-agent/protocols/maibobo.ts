/**
 * Maibobo (Raycome, 脉搏波) RBP arm-in monitors, 9600 8N1. Read: zrr1999/maibobo engine.py, a driver of a real unit.
 * Every frame:
 *
 *   0 start: 0xCC to the monitor, 0xAA to the host | 1 0x80 | 2 0x03 | 3 L | 4-5 instruction | 6.. data, L - 2 bytes
 *   last: exclusive or of everything from byte 2 up to here
 *
 * - [x] units: mmHg and beats per minute, u16 big-endian; no other unit in the protocol
 * - [x] abort: 01 03, answered; said until it is
 * - [x] duplicates: a result ends its measurement, and counts only after a pressure of it
 * - [x] errors: 01 07 with one byte. Loose cuff and movement have no code of their own: they come as 02 or 05, a leak
 * - [ ] mean pressure, irregular pulse, movement: not in the protocol; absent, never computed
 * - [ ] clock: not documented (seven bytes before the numbers may hold one; not used)
 * - [ ] LO/HI, control solution: not in the protocol
 */
import { DeviceError } from '../domain/device-error.ts';
import type { DeviceEvent, FailureKind } from '../domain/event.ts';
import { bloodPressure, refusedPressure } from '../domain/reading.ts';
import { bytesOf, concat, hexByte, seek, u8, u16be, xor8 } from './bytes.ts';
import { ask, type Conversation, type Framer, type Language, type Line } from './conversation.ts';
import { measureWith, watchCuff } from './cuff.ts';
import type { Cuff, CuffWord } from './cuff-language.ts';
import { stopCuff } from './cuff-release.ts';

export interface Frame {
  readonly instruction: number;
  readonly data: Uint8Array;
}

/** To the monitor; it answers with the same instruction. */
export const CONNECT = 0x0101;
export const START = 0x0102;
export const STOP = 0x0103;
/** From the monitor, unasked. */
export const PRESSURE = 0x0105;
export const RESULT = 0x0106;
export const ERROR = 0x0107;

const TO_MONITOR = 0xcc;
const TO_HOST = 0xaa;
/** Of L: an instruction and one byte; the longest known is the result's 15. */
const LENGTHS = { least: 3, most: 32 } as const;
/** Bytes of data. A wrong L may swallow the next frame, and its check value come out right by chance: one in 256. */
const DATA_LENGTHS: Readonly<Record<number, number>> = {
  [CONNECT]: 1,
  [START]: 1,
  [STOP]: 1,
  [PRESSURE]: 2,
  [RESULT]: 13,
  [ERROR]: 1,
};

const cut =
  (start: number): Framer<Frame> =>
  (bytes) => {
    const noise = seek(bytes, start, 0x80, 0x03);
    if (noise > 0) return { skip: noise, why: 'noise' };
    if (bytes.length < 4) return 'wait';
    const length = u8(bytes, 3);
    if (length < LENGTHS.least || length > LENGTHS.most) return { skip: 1, why: 'length' };
    const end = 4 + length;
    if (bytes.length <= end) return 'wait';
    if (xor8(bytes.subarray(2, end)) !== u8(bytes, end)) return { skip: 1, why: 'checksum' }; // one byte: a good frame may begin inside
    const frame = { instruction: u16be(bytes, 4), data: bytes.slice(6, end) };
    const dataLength = DATA_LENGTHS[frame.instruction] ?? frame.data.length;
    return frame.data.length === dataLength ? { frame, used: end + 1 } : { skip: 1, why: 'length' };
  };

/** The longest frame takes 38 ms at this speed; the rest is for slow adapters. Shorter than the wait for a stop's answer. */
const GAP_MS = 400;
export const fromMonitor: Language<Frame> = { cut: cut(TO_HOST), gapMs: GAP_MS };
export const toMonitor: Language<Frame> = { cut: cut(TO_MONITOR), gapMs: GAP_MS };

function says(start: number, instruction: number, data: Uint8Array): Uint8Array {
  const body = concat(bytesOf(0x03, 2 + data.length, instruction >> 8, instruction & 0xff), data);
  return concat(bytesOf(start, 0x80), body, bytesOf(xor8(body)));
}
export const hostSays = (instruction: number): Uint8Array => says(TO_MONITOR, instruction, bytesOf(0));
export const monitorSays = (instruction: number, ...data: readonly number[]): Uint8Array =>
  says(TO_HOST, instruction, bytesOf(...data));

const cuff: Cuff<Frame> = {
  start: hostSays(START),
  startWithinMs: 2000,
  started: ({ instruction }) => instruction === START, // its data byte is 00 by one source alone: not looked at
  stop: hostSays(STOP),
  stopped: ({ instruction }) => instruction === STOP,
  word: ({ instruction, data }) => WORDS[instruction]?.(data),
};

const WORDS: Readonly<Record<number, (data: Uint8Array) => CuffWord>> = {
  [PRESSURE]: (data) => ({ mmHg: u16be(data, 0) }),
  [RESULT]: (data) => ({ outcome: result(data) }),
  [ERROR]: (data) => ({ outcome: failure(u8(data, 0)) }),
};

/** What the monitor can measure; outside it the frame is wrong, check value or not. mmHg, beats per minute. */
function result(data: Uint8Array): DeviceEvent {
  const [systolicMmHg, diastolicMmHg, pulsePerMin] = [u16be(data, 7), u16be(data, 9), u16be(data, 11)];
  const inRange =
    systolicMmHg >= 40 &&
    systolicMmHg <= 300 &&
    diastolicMmHg >= 20 &&
    diastolicMmHg <= 260 &&
    pulsePerMin >= 20 &&
    pulsePerMin <= 250;
  const numbers = { systolicMmHg, diastolicMmHg, pulsePerMin };
  return inRange ? bloodPressure(numbers) : refusedPressure('range', numbers);
}

/** In the source's words: pressure protection; signal error or leak of the upper, of the lower bladder; signal or sensor; abnormal deflation; system leak; motor. */
const FAILURES: ReadonlyMap<number, FailureKind> = new Map([
  [0x01, 'over-pressure'],
  [0x02, 'leak'],
  [0x05, 'leak'],
  [0x06, 'weak-signal'],
  [0x09, 'blocked'],
  [0x0f, 'leak'],
  [0x10, 'hardware'],
]);

const failure = (code: number): DeviceEvent => ({
  event: 'failure',
  kind: FAILURES.get(code) ?? 'unknown',
  code: hexByte(code),
});

export function* greet(line: Line): Conversation<Frame> {
  if (!(yield* stopCuff(line, cuff))) throw new DeviceError('silent', 'stop');
  const connected = (frame: Frame) => frame.instruction === CONNECT || undefined;
  if (!(yield* ask(line, hostSays(CONNECT), connected, { withinMs: 2000 }))) throw new DeviceError('silent', 'connect');
}

export const idle = (line: Line): Conversation<Frame> => watchCuff(line, cuff);

export const measure = (line: Line): Conversation<Frame> => measureWith(line, cuff);
