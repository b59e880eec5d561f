/**
 * A second decoder of the CodeFree, written from the protocol's description alone. It shares no code with the driver and
 * thinks another way: all that came back, as text, and in it whatever matches a record's shape.
 */
import type { Exchange } from '../on-a-spoilt-wire.ts';

const RECORD =
  /(?=532013.{4}(?<year>..)(?<month>..)(?<day>..)(?<hour>..)(?<minute>..)(?<value>....)(?<meal>00|10|20).{14}..AA)/g;
const MEALS: Readonly<Record<string, string>> = { '10': 'before-meal', '20': 'after-meal' };

/** Every record that holds in these exchanges, in the words of `inWords`. */
export function confirmed(exchanges: readonly Exchange[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { answer } of exchanges) {
    const hex = Buffer.from(answer).toString('hex').toUpperCase();
    for (const { index, groups = {} } of hex.matchAll(RECORD)) {
      const { year = '', month = '', day = '', hour = '', minute = '', value = '', meal = '' } = groups;
      if (index % 2 !== 0 || !even(hex.slice(index + 6, index + 42))) continue;
      const [y = 0, ...others] = [year, month, day, hour, minute].map((digits) => Number.parseInt(digits, 16));
      const [mo = 0, d = 0, h = 0, mi = 0] = others;
      const time = new Date(Date.UTC(2000 + y, mo - 1, d, h, mi));
      const same = time.getUTCMonth() === mo - 1 && time.getUTCDate() === d && h < 24 && mi < 60;
      if (!same) continue;
      const mgPerDl = Number.parseInt(value, 16);
      found.add(
        inWords(time.toISOString().slice(0, 19), mgPerDl, MEALS[meal], Number(`${Math.round((mgPerDl / 18) * 10)}e-1`)),
      );
    }
  }
  return found;
}

/** With its check value every column of bits has an even number of ones. */
const even = (hex: string): boolean => {
  const columns = Array.from({ length: 8 }, () => 0);
  for (const byte of hex.match(/../g) ?? [])
    for (const [bit, one] of [...Number.parseInt(byte, 16).toString(2).padStart(8, '0')].entries())
      columns[bit] = (columns[bit] ?? 0) + Number(one);
  return columns.every((ones) => ones % 2 === 0);
};

export const inWords = (
  time: string | undefined,
  mgPerDl: number | undefined,
  meal: string | undefined,
  mmolPerL: number | undefined,
): string => [time, mgPerDl, meal ?? '', mmolPerL].join(' ');
