/**
 * A second decoder of MT-SICS, written from the protocol's description alone. It shares no code with the driver and thinks
 * another way: all the bytes as one text, cut at its ends, each piece at its blanks; the arithmetic with digits as text.
 */
import { gramsOf } from './digits.ts';

export const inWords = (grams: number, stable: boolean): string => `${grams} g ${stable ? 'stable' : 'moving'}`;

const NUMBER = /^[-+]?[0-9]+(\.[0-9]+)?$/;

/** Of a line's last five words, the weight; a stable one only where the line before, of those with a number, said the same. */
export function confirmed(bytes: Uint8Array): ReadonlySet<string> {
  const said = Buffer.from(bytes)
    .toString('latin1')
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.endsWith('\r'))
    .flatMap((line) => {
      const begins = Math.max(line.lastIndexOf('S S '), line.lastIndexOf('S D '));
      const [id, status, number = '', unit = '', ...more] = line.slice(begins).trim().split(/ +/);
      if (begins < 0 || id !== 'S' || more.length > 0 || !NUMBER.test(number)) return [];
      return [{ status, number, unit }];
    });
  const words = new Set<string>();
  for (const { status, number, unit } of said) {
    const grams = gramsOf(number, unit);
    const twice = said.filter((one) => one.status === status && one.number === number && one.unit === unit).length > 1;
    if (grams !== undefined && (status === 'D' || twice)) words.add(inWords(grams, status === 'S'));
  }
  return words;
}
