/**
 * The frames of LifeScan's binary protocol, the same both ways.
 *
 *   02 | length of all, 6 to 255 | link | payload | 03 | CRC-16 little-endian
 *   the CRC (CCITT-FALSE) is of all but itself
 *   link   10 more | 08 disconnect | 04 acknowledge | 02 number expected next | 01 own number
 */
import { bytesOf, concat, crc16Ccitt, u8, u16le } from './bytes.ts';
import type { Framer, Language } from './conversation.ts';

export interface Frame {
  readonly is: 'frame';
  readonly link: number;
  readonly payload: Uint8Array;
}

const [STX, ETX] = [0x02, 0x03] as const;
/** All but the payload. */
const LEAST = 6;
const PAYLOAD_AT = 3;

export function frameOf(link: number, payload: Uint8Array = new Uint8Array()): Uint8Array {
  const body = concat(bytesOf(STX, LEAST + payload.length, link), payload, bytesOf(ETX));
  const crc = crc16Ccitt(body);
  return concat(body, bytesOf(crc & 0xff, crc >> 8));
}

const cut: Framer<Frame> = (bytes) => {
  const start = bytes.indexOf(STX);
  if (start !== 0) return { skip: start < 0 ? bytes.length : start, why: 'noise' };
  const length = bytes[1];
  if (length === undefined) return 'wait';
  if (length < LEAST) return { skip: 1, why: 'noise' };
  if (bytes.length < length) return 'wait';
  // On one byte, not over the claimed length: a frame may begin within what only looked like one.
  if (bytes[length - 3] !== ETX) return { skip: 1, why: 'length' };
  if (crc16Ccitt(bytes.subarray(0, length - 2)) !== u16le(bytes, length - 2)) return { skip: 1, why: 'checksum' };
  const payload = bytes.slice(PAYLOAD_AT, length - 3);
  return { frame: { is: 'frame', link: u8(bytes, 2), payload }, used: length };
};

/** The longest frame takes 270 ms at 9600 baud, the longest known 34 ms; the rest is for slow adapters. */
const GAP_MS = 300;
export const lifescan: Language<Frame> = { cut, gapMs: GAP_MS };
