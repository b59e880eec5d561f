/**
 * A second decoder of Modbus RTU answers with two registers, written from the protocol's description alone. It shares no code
 * with the driver and thinks another way: bits as text, the check value by long division, every place tried.
 */

export const inWords = (grams: number): string => `${grams} g`;

const bitsOf = (byte: number): string => byte.toString(2).padStart(8, '0');
const turned = (bits: string): string => [...bits].reverse().join('');
/** x^16+x^15+x^2+1. */
const POLYNOMIAL = '11000000000000101';
const flipped = (bits: string): string => [...bits].map((bit) => (bit === '0' ? '1' : '0')).join('');

/** The last bit of each byte in front, the first sixteen inverted, which is what a start of ones means; the rest turned back. */
function restOf(bytes: readonly number[]): number {
  const message = `${bytes.map((byte) => turned(bitsOf(byte))).join('')}${'0'.repeat(16)}`;
  const row = [...flipped(message.slice(0, 16)), ...message.slice(16)];
  for (let at = 0; at < bytes.length * 8; at++) {
    if (row[at] === '0') continue;
    for (const [i, bit] of [...POLYNOMIAL].entries()) row[at + i] = row[at + i] === bit ? '0' : '1';
  }
  return Number.parseInt(turned(row.slice(-16).join('')), 2);
}

/** Every weight of slave 1 in kilograms with three decimals. */
export function confirmed(bytes: Uint8Array): ReadonlySet<string> {
  const all = [...bytes];
  const windows = all.map((_, at) => all.slice(at, at + 9)).filter((window) => window.length === 9);
  return new Set(
    windows.flatMap((window) => {
      const [slave, kind, size, a = 0, b = 0, c = 0, d = 0, low = 0, high = 0] = window;
      if (slave !== 1 || kind !== 3 || size !== 4 || restOf(window.slice(0, 7)) !== high * 256 + low) return [];
      const number = ((a * 256 + b) * 256 + c) * 256 + d;
      return [inWords(number < 2 ** 31 ? number : number - 2 ** 32)];
    }),
  );
}
