/**
 * A second decoder of the OneTouch Ultra 2, written from the protocol's description alone. It shares no code with the
 * driver and thinks another way: a line's letters must weigh as much as its last four say, and its places are counted.
 */
import type { Exchange } from '../on-a-spoilt-wire.ts';
import { inWords, timeOf } from './mg-dl-words.ts';

/** Every record that holds in these exchanges, in words. */
export function confirmed(exchanges: readonly Exchange[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { answer } of exchanges) {
    const bytes = Buffer.from(answer);
    for (let end = bytes.indexOf('\r\n'); end >= 0; end = bytes.indexOf('\r\n', end + 1)) {
      const words = recordAt(bytes.subarray(Math.max(0, end - LENGTH), end));
      if (words !== undefined) found.add(words);
    }
  }
  return found;
}

const EXAMPLE = 'P "MON","11/23/26","09:15:00   ","  101 ","B","00", 00 099E';
const LENGTH = EXAMPLE.length;
/** Places at which every record has the same letter. */
const SAME = Array.from({ length: LENGTH }, (_, at) => at).filter((at) => /["/:, P]/.test(EXAMPLE[at] ?? ''));
const RESULT_AT = EXAMPLE.indexOf('  101 ');

function recordAt(bytes: Buffer): string | undefined {
  if (bytes.length !== LENGTH) return undefined;
  const letters = bytes.toString('latin1');
  const result = letters.slice(RESULT_AT, RESULT_AT + 6);
  const asIt = (at: number): boolean =>
    (at >= RESULT_AT && at < RESULT_AT + 6) || letters.charAt(at) === EXAMPLE.charAt(at);
  if (!SAME.every(asIt)) return undefined;
  let weight = -Number.parseInt(letters.slice(-4), 16);
  for (const byte of bytes.subarray(0, -5)) weight += byte;
  if (weight !== 0 || letters.slice(-4) !== letters.slice(-4).toUpperCase()) return undefined;
  const [month = '', day = '', year = ''] = letters.slice(9, 17).split('/');
  const clock = letters.slice(20, 28).split(':');
  const meal = { N: '', B: 'before-meal', A: 'after-meal' }[letters.charAt(RESULT_AT + 9)];
  const time = timeOf(`20${year}`, month, day, ...clock);
  if (time === undefined || meal === undefined) return undefined;
  if (result === ' HIGH ') return inWords({ time, value: 'HI', meal });
  const number = Number(result.slice(2, 5));
  const rest = `${result.charAt(1)}${result.charAt(5)}`;
  if (!Number.isInteger(number) || result.slice(2, 5).includes(' ') || rest !== '  ') return undefined;
  if (!'C '.includes(result.charAt(0))) return undefined;
  const value = number < 20 ? 'LO' : number > 600 ? 'HI' : number;
  return inWords({ time, value, meal, control: result.startsWith('C') });
}
