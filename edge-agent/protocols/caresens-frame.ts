/**
 * The bytes of the i-SENS CareSens N family: two generations behind one cable, told apart by the answer to one byte.
 *
 *   hello      to the meter 80; in its answer 20: memory reads, 2E: packets, 2F: a third language that nobody documents
 *   memory     to the meter 8B 1a 2b 1c 2d 1e 2f: address abcd, length ef; from it, for each byte hl: 8B 1h 2l. No check value
 *   packet     02 "iSPc" | size of all from the command on | command, 4 letters | content | CRC-16 big-endian | 03
 *              the CRC (CCITT-FALSE) is of all but itself
 */
import { asciiOf, bytesOf, concat, crc16Ccitt, textOf, u8, u16be } from './bytes.ts';
import type { Cut, Framer, Language } from './conversation.ts';

export interface Packet {
  readonly is: 'packet';
  readonly command: string;
  readonly content: Uint8Array;
  /** Does its check value hold? Only of pages of records a packet passes without: see `RECORD`. */
  readonly proved: boolean;
}

/** From the meter. */
export type Frame =
  /** One byte of its memory. */
  | { readonly is: 'memory'; readonly byte: number }
  /** A lone byte that tells its language. */
  | { readonly is: 'hello'; readonly byte: number }
  | Packet;

/** To the meter. */
export type Request =
  | { readonly is: 'hello' }
  | { readonly is: 'memory'; readonly address: number; readonly length: number }
  | Packet;

export const HELLO = bytesOf(0x80);
/** What a hello is answered with, by language. */
export const SPEAKS = { memory: 0x20, packets: 0x2e, third: 0x2f } as const;
const HELLOS: readonly number[] = Object.values(SPEAKS);

export const PAGE = 'GLUE';
/** Bytes of a stored record in a page, and how many a page holds at most. */
export const RECORD = 9;
export const PAGE_RECORDS = 27;

const [STX, ETX, MEMORY] = [0x02, 0x03, 0x8b] as const;
const HEAD = concat(bytesOf(STX), asciiOf('iSPc'));
const COMMAND_AT = 6;
/** Of the size byte: command, check value, end; and the fullest page. */
const SIZES = { least: 7, most: 7 + PAGE_RECORDS * RECORD } as const;

export function packet(command: string, content: Uint8Array = new Uint8Array()): Uint8Array {
  const body = concat(HEAD, bytesOf(SIZES.least + content.length), asciiOf(command), content);
  const crc = crc16Ccitt(concat(body, bytesOf(ETX)));
  return concat(body, bytesOf(crc >> 8, crc & 0xff, ETX));
}

function cutPacket(bytes: Uint8Array): Cut<Packet> {
  for (let at = 0; at < HEAD.length && at < bytes.length; at++)
    if (bytes[at] !== HEAD[at]) return { skip: 1, why: 'noise' };
  if (bytes.length < COMMAND_AT) return 'wait';
  const size = u8(bytes, COMMAND_AT - 1);
  if (size < SIZES.least || size > SIZES.most) return { skip: 1, why: 'length' };
  const end = COMMAND_AT + size - 1;
  if (bytes.length <= end) return 'wait';
  if (bytes[end] !== ETX) return { skip: 1, why: 'length' };
  const command = textOf(bytes.subarray(COMMAND_AT, COMMAND_AT + 4));
  const content = bytes.slice(COMMAND_AT + 4, end - 2);
  const proved = crc16Ccitt(concat(bytes.subarray(0, end - 2), bytesOf(ETX))) === u16be(bytes, end - 2);
  // The uploader found pages whose check value does not hold and reads them all the same: the conversation proves them otherwise.
  const page = command === PAGE && content.length > 0 && content.length % RECORD === 0;
  if (!proved && !page) return { skip: 1, why: 'checksum' };
  return { frame: { is: 'packet', command, content, proved }, used: end + 1 };
}

const cutFromMeter: Framer<Frame> = (bytes) => {
  const first = u8(bytes, 0);
  if (first === STX) return cutPacket(bytes);
  if (first === MEMORY) {
    const [, high, low] = bytes;
    if (high !== undefined && high >> 4 !== 1) return { skip: 1, why: 'noise' };
    if (high === undefined || low === undefined) return 'wait';
    if (low >> 4 !== 2) return { skip: 1, why: 'noise' };
    return { frame: { is: 'memory', byte: ((high & 15) << 4) | (low & 15) }, used: 3 };
  }
  if (HELLOS.includes(first)) return { frame: { is: 'hello', byte: first }, used: 1 };
  return { skip: 1, why: 'noise' };
};

/** The longest packet takes 270 ms at this speed, without a pause; the rest is for slow adapters. */
const GAP_MS = 400;
export const fromMeter: Language<Frame> = { cut: cutFromMeter, gapMs: GAP_MS };

/** Asks for so many bytes of memory from an address on: high nibbles count 1, 2, 1, 2, 1, 2. */
export const memoryRead = (address: number, length: number): Uint8Array =>
  bytesOf(MEMORY, ...nibbles(address >> 8), ...nibbles(address & 0xff), ...nibbles(length));
/** What the meter says of its memory. */
export const memoryBytes = (bytes: Uint8Array): Uint8Array =>
  bytesOf(...Array.from(bytes).flatMap((byte) => [MEMORY, ...nibbles(byte)]));

const nibbles = (byte: number): readonly [number, number] => [0x10 | (byte >> 4), 0x20 | (byte & 15)];

/** The host's side as the meter hears it. */
export const toMeter: Language<Request> = {
  gapMs: GAP_MS,
  cut(bytes) {
    const first = u8(bytes, 0);
    if (first === u8(HELLO, 0)) return { frame: { is: 'hello' }, used: 1 };
    if (first === STX) return cutPacket(bytes);
    if (first !== MEMORY) return { skip: 1, why: 'noise' };
    if (bytes.length < 7) return 'wait';
    const marks = [1, 2, 3, 4, 5, 6].every((at) => u8(bytes, at) >> 4 === (at % 2 === 1 ? 1 : 2));
    if (!marks) return { skip: 1, why: 'noise' };
    const byteAt = (at: number): number => ((u8(bytes, at) & 15) << 4) | (u8(bytes, at + 1) & 15);
    return { frame: { is: 'memory', address: (byteAt(1) << 8) | byteAt(3), length: byteAt(5) }, used: 7 };
  },
};
