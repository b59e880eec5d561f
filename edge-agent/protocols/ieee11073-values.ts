/** Numbers and times as IEEE 11073-20601 writes them, big-endian throughout, and a cursor for its nested lists. */
import { type ClockFields, clockText } from '../domain/device-clock.ts';
import { textOf, u8, u16be } from './bytes.ts';

/** Reads from the front. What is not there reads as zeros, and is not `whole`: asked once, at the end. */
export function cursor(bytes: Uint8Array) {
  let at = 0;
  const take = (count: number): Uint8Array => {
    const part = new Uint8Array(count);
    part.set(bytes.subarray(at, at + count));
    at += count;
    return part;
  };
  const u16 = (): number => u16be(take(2), 0);
  return {
    take,
    u16,
    u32: (): number => u16() * 0x1_0000 + u16(),
    /** So many bytes as the next two say. */
    block: (): Uint8Array => take(u16()),
    /** All that is left. */
    rest: (): Uint8Array => take(Math.max(0, bytes.length - at)),
    left: (): boolean => at < bytes.length,
    /** Everything was there, and nothing is left. */
    whole: (): boolean => at === bytes.length,
  };
}

/** `HI`, `LO`: beyond what can be measured. Undefined: not a number, not at this resolution, or reserved. */
export type Measured = number | 'HI' | 'LO' | undefined;

const SPECIAL: Readonly<Record<number, Measured>> = {
  2046: 'HI',
  2050: 'LO',
  2047: undefined,
  2048: undefined,
  2049: undefined,
};

/** SFLOAT: four bits of exponent to the base ten, twelve of mantissa, both signed. */
export function sfloat(raw: number): Measured {
  if (raw in SPECIAL) return SPECIAL[raw];
  const signed = (value: number, bits: number): number => (value >= 2 ** (bits - 1) ? value - 2 ** bits : value);
  const [exponent, mantissa] = [signed(raw >> 12, 4), signed(raw & 0xfff, 12)];
  return exponent < 0 ? mantissa / 10 ** -exponent : mantissa * 10 ** exponent; // 58 / 10 is 5.8; 58 * 0.1 is not
}

export const TIME_BYTES = 8;

/** Eight bytes, two decimal digits each: century, year, month, day, hour, minute, second, hundredths. Undefined: no time. */
export function absoluteTime(bytes: Uint8Array): string | undefined {
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));
  if (digits.length !== TIME_BYTES || !digits.every((two) => /^\d\d$/.test(two))) return undefined;
  const [century = 0, year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = digits.map(Number);
  return clockText([century * 100 + year, month, day, hour, minute, second] satisfies ClockFields);
}

/** Text, filled up with zeros. Undefined: not printable. */
export function text(bytes: Uint8Array): string | undefined {
  const shown = textOf(bytes).replace(/\0+$/, '').trim();
  return /^[\x20-\x7e]{1,32}$/.test(shown) ? shown : undefined;
}

/** Units that a number may have, by their code of ISO/IEEE 11073-10101. */
export const UNITS = { mgPerDl: 0x0852, mmolPerL: 0x1272, mmHg: 0x0f20, kPa: 0x0f03 } as const;

export interface Attribute {
  readonly id: number;
  readonly value: Uint8Array;
}

/** A list of attributes: how many, how many bytes of them, and each its name, its length and itself. Undefined: it does not add up. */
export function attributesOf(count: number, bytes: Uint8Array): readonly Attribute[] | undefined {
  const list = cursor(bytes);
  const found: Attribute[] = [];
  while (list.left()) found.push({ id: list.u16(), value: list.block() });
  return list.whole() && found.length === count ? found : undefined;
}

export const attribute = (attributes: readonly Attribute[], id: number): Uint8Array | undefined =>
  attributes.find((one) => one.id === id)?.value;

/** An attribute that is one number of two bytes. */
export function number16(attributes: readonly Attribute[], id: number): number | undefined {
  const value = attribute(attributes, id);
  return value?.length === 2 ? u16be(value, 0) : undefined;
}

/** Two bytes that say the kind of a type, then two that say which. */
export function typeCode(attributes: readonly Attribute[], id: number): number | undefined {
  const value = attribute(attributes, id);
  return value?.length === 4 && u8(value, 0) === 0 ? u16be(value, 2) : undefined;
}
