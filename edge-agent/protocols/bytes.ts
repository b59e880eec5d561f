/** Reading and checking bytes. A byte that is not there is a bug of the framer, not of the device: it throws. */

export function u8(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw new RangeError(`no byte at ${at} of ${bytes.length}`);
  return byte;
}

export const u16be = (bytes: Uint8Array, at: number): number => (u8(bytes, at) << 8) | u8(bytes, at + 1);

export const u16le = (bytes: Uint8Array, at: number): number => u8(bytes, at) | (u8(bytes, at + 1) << 8);

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, at) => byte === b[at]);

export const asciiOf = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
export const textOf = (ascii: Uint8Array): string => String.fromCharCode(...ascii);

export const bytesOf = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);

/** Bytes from hexadecimal text; spaces between bytes are free. */
export function fromHex(text: string): Uint8Array {
  const digits = text.replaceAll(/\s/g, '');
  if (digits.length % 2 !== 0 || /[^0-9a-f]/i.test(digits)) throw new RangeError('not hexadecimal');
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}

/** One byte as staff read it: two hexadecimal digits. */
export const hexByte = (value: number): string => value.toString(16).toUpperCase().padStart(2, '0');

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Where `head` begins in `bytes`, or may begin with the bytes still to come; `bytes.length` when nowhere. */
export function seek(bytes: Uint8Array, ...head: readonly number[]): number {
  for (let at = 0; at < bytes.length; at++) {
    const known = Math.min(head.length, bytes.length - at);
    let same = 0;
    while (same < known && bytes[at + same] === head[same]) same++;
    if (same === known) return at;
  }
  return bytes.length;
}

/** Exclusive or of all bytes. */
export const xor8 = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum ^ byte, 0);

/** Sum of all bytes, modulo 256. */
export const sum8 = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => (sum + byte) & 0xff, 0);

/** CRC-8: x^8+x^2+x+1 (0x07), initial value 0, not reflected, no final exclusive or. */
export function crc8(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x80 ? ((crc << 1) ^ 0x07) & 0xff : crc << 1;
  }
  return crc;
}

/** CRC-8 Dallas/Maxim: x^8+x^5+x^4+1 reflected (0x8C), initial value 0, no final exclusive or. */
export function crc8Maxim(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0x8c : crc >> 1;
  }
  return crc;
}

/** CRC-16/CCITT-FALSE: x^16+x^12+x^5+1 (0x1021), initial value 0xFFFF, not reflected, no final exclusive or. */
export function crc16Ccitt(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : crc << 1;
  }
  return crc;
}

/** CRC-16/MODBUS: x^16+x^15+x^2+1 reflected (0xA001), initial value 0xFFFF, no final exclusive or. Sent low byte first. */
export function crc16Modbus(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}
