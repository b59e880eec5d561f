/**
 * Frames of the Creative / Carewell (科瑞康, Lepu) terminals, the same both ways:
 *
 *   0-1 0xAA 0x55 | 2 token | 3 length of all that follows | 4 type | 5.. content | last: CRC-8 (Dallas) of everything before
 */
import { bytesOf, concat, crc8Maxim, seek, u8 } from './bytes.ts';
import type { Framer, Language } from './conversation.ts';

export interface Frame {
  /** Token and type in one: 0x4301 is token 43, type 01. */
  readonly kind: number;
  readonly content: Uint8Array;
}

export const HANDSHAKE = 0xff01;
/** Asked with no content, told with one byte. */
export const BATTERY = 0xff03;
export const START = 0x4001;
export const STOP = 0x4002;
export const PRESSURE = 0x4201;
export const RESULT = 0x4301;
export const ERROR = 0x4302;
/** Strips that speak through the terminal's own meter (Yicheng, BeneCheck, Lepu), and those of Bioland. */
export const GLUCOSE = 0xe201;
export const URIC_ACID = 0xe202;
export const CHOLESTEROL = 0xe203;
export const BIOLAND_GLUCOSE = 0xe301;
export const OXYGEN = 0x5301;
export const TEMPERATURE = 0x7401;
export const VERSION = 0xff02;

/** Pages of an ID card: undocumented, personal, perhaps long. They are framed only to be dropped whole. */
const ID_CARD_TOKEN = 0x60;
/** Longest length byte taken for any other token; the longest documented is the handshake's 32. Garbled, it holds up less. */
const MOST = 64;
const LEAST = 2;

/** Bytes of content. A wrong length may swallow the next frame, and its check value come out right by chance: one in 256. */
const CONTENT_LENGTHS: Readonly<Record<number, number>> = {
  [START]: 0,
  [STOP]: 0,
  [PRESSURE]: 2,
  [RESULT]: 5,
  [ERROR]: 1,
  [GLUCOSE]: 3,
  [URIC_ACID]: 3,
  [CHOLESTEROL]: 3,
  [BIOLAND_GLUCOSE]: 3,
  [OXYGEN]: 5,
  [TEMPERATURE]: 3,
};

const cut: Framer<Frame> = (bytes) => {
  const noise = seek(bytes, 0xaa, 0x55);
  if (noise > 0) return { skip: noise, why: 'noise' };
  if (bytes.length < 4) return 'wait';
  const length = u8(bytes, 3);
  if (length < LEAST || (length > MOST && u8(bytes, 2) !== ID_CARD_TOKEN)) return { skip: 1, why: 'length' };
  const last = 3 + length;
  if (bytes.length <= last) return 'wait';
  if (crc8Maxim(bytes.subarray(0, last)) !== u8(bytes, last)) return { skip: 1, why: 'checksum' }; // one byte: a good frame may begin inside
  const frame = { kind: (u8(bytes, 2) << 8) | u8(bytes, 4), content: bytes.slice(5, last) };
  const contentLength = CONTENT_LENGTHS[frame.kind] ?? frame.content.length;
  return frame.content.length === contentLength ? { frame, used: last + 1 } : { skip: 1, why: 'length' };
};

/** The longest frame takes 6 ms at this speed; the rest is for slow adapters. Shorter than the wait for a stop's answer. */
const GAP_MS = 250;
export const fromTerminal: Language<Frame> = { cut, gapMs: GAP_MS };

/** A frame, by host or terminal. */
export function says(kind: number, ...content: readonly number[]): Uint8Array {
  const body = bytesOf(0xaa, 0x55, kind >> 8, 2 + content.length, kind & 0xff, ...content);
  return concat(body, bytesOf(crc8Maxim(body)));
}

/** Said to a terminal that may sleep; it hears the next frame a second later. */
export const WAKE: Uint8Array = new Uint8Array(80);
export const WAKES_WITHIN_MS = 1000;

/** What the terminal hears of a wake, where everything else is a frame. */
export const WOKEN: Frame = { kind: 0, content: new Uint8Array() };

/** The host's side as the terminal hears it. */
export const toTerminal: Language<Frame> = {
  gapMs: GAP_MS,
  cut(bytes) {
    if (bytes[0] !== 0) return cut(bytes);
    const end = bytes.findIndex((byte) => byte !== 0);
    const zeros = end < 0 ? bytes.length : end;
    if (zeros >= WAKE.length) return { frame: WOKEN, used: zeros };
    return end < 0 ? 'wait' : { skip: zeros, why: 'noise' };
  },
};
