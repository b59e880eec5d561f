/**
 * Sinocare (三诺) glucose meters, the "SN" frame. Read: sinocare2017/wx_blue_iot_sdk, the maker's SDK for Bluetooth meters: one
 * frame of a meter in README.md, and the parser that reads it, com.sinocare.iotsdk.DataPacketParser. That these are the bytes
 * of a cable too is likely; its speed is not known: 9600 until one has been seen.
 *
 *   0 "SN" | 2 length of all behind it | 3 product | 5 command | 6.. data | last: sum from the length on, modulo 256
 *
 * - [x] units: always tenths of mmol/L
 * - [x] LO/HI: at 1.1 mmol/L and below, at 33.3 and above, as the SDK has it; then there is no number
 * - [ ] control solution, meals: not in the SDK; four bytes of a result are not documented
 * - [x] clock: each result's. Never set: the SDK answers a result with the phone's time, we do not
 * - [x] duplicates: a result that comes again word for word is the same. It may come again on a later connection too, for
 *       nobody has acknowledged it: its own clock tells
 * - [x] abort: there is nothing to stop
 * - [ ] stored results: asked for by an acknowledgement, of which no frame has been seen: neither asked nor taken
 *
 * Nothing is ever said to it.
 */
import { clockText } from '../domain/device-clock.ts';
import type { DeviceEvent, Glucose, Rejected } from '../domain/event.ts';
import { glucose } from '../domain/reading.ts';
import { asciiOf, bytesOf, concat, sameBytes, seek, sum8, u8, u16be } from './bytes.ts';
import { type Conversation, type Framer, type Language, type Line, listen, NEVER } from './conversation.ts';

export interface Frame {
  readonly command: number;
  readonly data: Uint8Array;
}

/** Clock is what a host says; it stands here to be known. */
export const COMMANDS = { start: 0x03, result: 0x04, clock: 0x06, stored: 0x0e } as const;
const [S, N] = [0x53, 0x4e] as const;
const HEAD = asciiOf('SN');
export const PRODUCT = 0x0004;

/** Of the length byte: product, command and sum; and what stands in frames whose length is not documented, at most. */
const LENGTHS = { least: 4, most: 40 } as const;
const KNOWN: Readonly<Record<number, number>> = { [COMMANDS.start]: 4, [COMMANDS.result]: 16 };

const fits = (length: number, command: number): boolean =>
  length >= LENGTHS.least && length <= LENGTHS.most && (KNOWN[command] ?? length) === length;

export function frameOf(command: number, data: Uint8Array, product: number = PRODUCT): Uint8Array {
  const body = concat(bytesOf(data.length + LENGTHS.least, product >> 8, product & 0xff, command), data);
  return concat(HEAD, body, bytesOf(sum8(body)));
}

const cut: Framer<Frame> = (bytes) => {
  const noise = seek(bytes, S, N);
  if (noise > 0) return { skip: noise, why: 'noise' };
  if (bytes.length < 6) return 'wait';
  const [length, command] = [u8(bytes, 2), u8(bytes, 5)];
  if (!fits(length, command)) return { skip: 1, why: 'length' };
  const end = 2 + length;
  if (bytes.length <= end) return 'wait';
  if (sum8(bytes.subarray(2, end)) !== bytes[end]) return { skip: 1, why: 'checksum' };
  return { frame: { command, data: bytes.slice(6, end) }, used: end + 1 };
};

/** The longest frame takes 45 ms at 9600 baud; the rest is for slow adapters. */
const GAP_MS = 250;
export const language: Language<Frame> = { cut, gapMs: GAP_MS };

/** Nothing is asked: whether a meter is there is known when it speaks. */
export function* greet(line: Line): Conversation<Frame> {
  yield* listen(line.now);
}

export function* idle(line: Line): Conversation<Frame> {
  let last: Uint8Array = new Uint8Array();
  yield* listen(NEVER, ({ command, data }) => {
    if (command === COMMANDS.stored) line.tell(refused('unsupported'));
    if (command !== COMMANDS.result || sameBytes(data, last)) return;
    last = data;
    line.tell(resultOf(data));
  });
}

const refused = (reason: Rejected['reason']): Rejected => ({ event: 'rejected', reason });

/** Tenths of mmol/L between which the SDK takes a value for one. */
const BEYOND = { lo: 11, hi: 333 } as const;

/** Year - 2000, month, day, hour, minute, second | value big-endian | four bytes that are not documented. */
function resultOf(data: Uint8Array): DeviceEvent {
  const [year, month, day, hour, minute, second] = [0, 1, 2, 3, 4, 5].map((at) => u8(data, at));
  const deviceClock = clockText([2000 + (year ?? 0), month ?? 0, day ?? 0, hour ?? 0, minute ?? 0, second ?? 0]);
  return deviceClock === undefined ? refused('date') : reading(u16be(data, 6), deviceClock);
}

function reading(tenths: number, deviceClock: string): Glucose | Rejected {
  if (tenths <= BEYOND.lo) return glucose({ flags: ['below-range'], deviceClock });
  if (tenths >= BEYOND.hi) return glucose({ flags: ['above-range'], deviceClock });
  const mmolPerL = tenths / 10;
  return glucose({ mmolPerL, meterValue: mmolPerL, meterUnit: 'mmol/L', deviceClock });
}
