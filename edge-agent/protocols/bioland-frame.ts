/**
 * The bytes of Bioland (爱奥乐) glucose meters, protocols 2.0 to 3.2. Both ways:
 *
 *   0 start, 5A to the meter, 55 from it | 1 length of all | 2 category | 3.. data | last: sum of all before, and 2 more, modulo 256
 *
 * The maker's document wants the 2; meters that add nothing, and ones that add 4, have been seen. Which a frame shows is told
 * with it: whoever hears it holds a meter to one, else a wrong bit may look like another meter's sum. Protocol 1.0 ends in
 * three bytes of check value; its frames are none here.
 */
import type { ClockFields } from '../domain/device-clock.ts';
import { bytesOf, concat, sum8, u8 } from './bytes.ts';
import type { Framer, Language } from './conversation.ts';

export interface Frame {
  readonly category: number;
  readonly data: Uint8Array;
  /** What was added to the sum. */
  readonly surplus: number;
}

export const CATEGORIES = { info: 0x00, countdown: 0x02, result: 0x03, end: 0x05 } as const;

const [TO_METER, FROM_METER] = [0x5a, 0x55] as const;
const SURPLUSES: readonly number[] = [0, 2, 4];
export const SURPLUS = 2;
/** Bytes of a frame that are not data. */
const FRAME = 4;

/** Bytes of data by category; an information is longer in protocol 3.2. */
export const INFO = { longer: 14, shorter: 11 } as const;
export const RESULT = 8;
const FROM_METER_SIZES: Readonly<Record<number, readonly number[]>> = {
  [CATEGORIES.info]: [INFO.longer, INFO.shorter],
  [CATEGORIES.countdown]: [2],
  [CATEGORIES.result]: [RESULT],
  [CATEGORIES.end]: [1],
};
const TO_METER_SIZES: Readonly<Record<number, readonly number[]>> = {
  [CATEGORIES.info]: [6],
  [CATEGORIES.result]: [6],
};

const frame = (start: number, category: number, data: Uint8Array, surplus: number): Uint8Array => {
  const body = concat(bytesOf(start, data.length + FRAME, category), data);
  return concat(body, bytesOf((sum8(body) + surplus) & 0xff));
};

export const meterSays = (category: number, data: Uint8Array, surplus: number = SURPLUS): Uint8Array =>
  frame(FROM_METER, category, data, surplus);

/** Both requests carry the host's time; the one source sends the same all through one read-out. */
export const request = (category: number, [year, ...rest]: ClockFields): Uint8Array =>
  frame(TO_METER, category, bytesOf(year - 2000, ...rest), SURPLUS);

const cut =
  (start: number, sizes: Readonly<Record<number, readonly number[]>>): Framer<Frame> =>
  (bytes) => {
    const at = bytes.indexOf(start);
    if (at !== 0) return { skip: at < 0 ? bytes.length : at, why: 'noise' };
    if (bytes.length < 3) return 'wait';
    const [length, category] = [u8(bytes, 1), u8(bytes, 2)];
    if (!sizes[category]?.includes(length - FRAME)) return { skip: 1, why: 'length' };
    if (bytes.length < length) return 'wait';
    const surplus = (u8(bytes, length - 1) - sum8(bytes.subarray(0, length - 1))) & 0xff;
    if (!SURPLUSES.includes(surplus)) return { skip: 1, why: 'checksum' };
    return { frame: { category, data: bytes.slice(3, length - 1), surplus }, used: length };
  };

/** The longest frame takes 20 ms at 9600 baud; the rest is for slow adapters. */
const GAP_MS = 250;
export const fromMeter: Language<Frame> = { cut: cut(FROM_METER, FROM_METER_SIZES), gapMs: GAP_MS };
export const toMeter: Language<Frame> = { cut: cut(TO_METER, TO_METER_SIZES), gapMs: GAP_MS };
