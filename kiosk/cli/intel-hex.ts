/** An image as a compiler writes it: Intel HEX. Looked through before a board is wiped for it. Pure. */

/** Of an ATmega328P, without the half kilobyte of its bootloader. */
const FLASH_BYTES = 32_768 - 512;
const RECORD = /^:([0-9A-Fa-f]{2}){5,}$/;
const DATA = 0;
const END = 1;

/** How many bytes of flash it fills; or, in words, why it is no image for an Uno. */
export function flashBytesOf(text: string): number | string {
  const lines = text.split(/[\r\n]+/).filter((line) => line !== '');
  let [most, bytes, ended] = [0, 0, false];
  for (const [at, line] of lines.entries()) {
    const where = `line ${at + 1}`;
    if (ended) return `${where} stands behind the end`;
    if (!RECORD.test(line)) return `${where} is no record of an Intel HEX file`;
    const record = Buffer.from(line.slice(1), 'hex');
    const [count = 0, high = 0, low = 0, kind = 0] = record;
    if (record.length !== count + 5) return `${where} has another length than it says`;
    if (record.reduce((sum, byte) => sum + byte, 0) % 256 !== 0) return `${where} has a wrong check value`;
    if (kind === END) ended = true;
    if (kind !== DATA) continue;
    bytes += count;
    most = Math.max(most, high * 256 + low + count);
  }
  if (!ended) return 'its end is missing';
  if (bytes === 0) return 'nothing is in it';
  return most > FLASH_BYTES ? `it is too large: ${most} bytes, and an Uno has ${FLASH_BYTES}` : bytes;
}
