/** An Intel-hex image, as avr-objcopy and the Arduino tools write it. */

export interface Image {
  /** The whole flash; what the image leaves free is erased, FF. */
  readonly flash: Uint8Array;
  /** Bytes that the image writes. */
  readonly used: number;
}

/** The ATmega328P's. */
export const FLASH_BYTES = 0x8000;

/** Throws on a record with a wrong sum, of a type that such a small image does not need, or outside the flash. */
export function parseHex(text: string): Image {
  const flash = new Uint8Array(FLASH_BYTES).fill(0xff);
  let used = 0;
  for (const [at, line] of text.trim().split(/\r?\n/).entries()) {
    const record = Buffer.from(line.slice(1), 'hex');
    const [length = 0, high = 0, low = 0, type] = record;
    const sum = record.reduce((total, byte) => total + byte, 0) & 0xff;
    if (!line.startsWith(':') || record.length !== length + 5 || sum !== 0)
      throw new Error(`line ${at + 1}: no record`);
    if (type === 1) return { flash, used };
    const address = high * 256 + low;
    // An extended address of 0 is where we are already; a start address means nothing to an AVR.
    if (type === 3 || (type === 2 && record.readUInt16BE(4) === 0)) continue;
    if (type !== 0 || address + length > FLASH_BYTES) throw new Error(`line ${at + 1}: type ${type} at ${address}`);
    flash.set(record.subarray(4, 4 + length), address);
    used += length;
  }
  throw new Error('no end record');
}
