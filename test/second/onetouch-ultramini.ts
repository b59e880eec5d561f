/**
 * A second decoder of LifeScan's binary protocol, written from its description alone. It shares no code with the driver and
 * thinks another way: every place in what came back is tried as a record of the dialect that was asked in, its check value
 * reckoned by a table, its time counted day by day.
 */
import type { Exchange } from '../on-a-spoilt-wire.ts';
import { inWords, timeOf } from './mg-dl-words.ts';

/** Every record that holds in these exchanges, in words. */
export function confirmed(exchanges: readonly Exchange[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { question, answer } of exchanges) {
    const kind = question.startsWith('020A00051F') ? MINI : question.startsWith('020A000321') ? VERIO : undefined;
    if (!kind) continue;
    const bytes = Buffer.from(answer);
    for (let at = 0; at + kind.length <= bytes.length; at++) {
      const frame = bytes.subarray(at, at + kind.length);
      const end = kind.length - 2;
      if (!kind.head.equals(frame.subarray(0, kind.head.length)) || frame[end - 1] !== 3) continue;
      if (frame.readUInt16LE(end) !== checkOf(frame.subarray(0, end))) continue;
      const words = kind.words(frame.subarray(kind.head.length));
      if (words !== undefined) found.add(words);
    }
  }
  return found;
}

const MINI = {
  length: 16,
  head: Buffer.from('0210020506', 'hex'),
  words(body: Buffer): string | undefined {
    const time = momentOf(body.readUInt32LE(0), 1970);
    const number = body.readUInt32LE(4);
    const value = number === 65_534 ? 'LO' : number === 65_535 ? 'HI' : number;
    if (time === undefined || (typeof value === 'number' && (value < 20 || value > 600))) return undefined;
    return inWords({ time, value });
  },
};

const VERIO = {
  length: 18,
  head: Buffer.from('0212000306', 'hex'),
  words(body: Buffer): string | undefined {
    const time = momentOf(body.readUInt32LE(0), 2000);
    const number = body.readUInt16LE(4);
    const [control = 9, meal = 9] = body.subarray(6, 8);
    if (time === undefined || control > 1 || meal > 2) return undefined;
    const value = number < 20 ? 'LO' : number > 600 ? 'HI' : number;
    return inWords({ time, value, meal: ['', 'before-meal', 'after-meal'][meal], control: control === 1 });
  },
};

/** CRC-16/CCITT-FALSE, byte by byte from a table of remainders. */
const REMAINDERS = Array.from({ length: 256 }, (_, high) => {
  let rest = high * 256;
  for (let bit = 0; bit < 8; bit++) rest = rest >= 32_768 ? (rest * 2 - 65_536) ^ 0x1021 : rest * 2;
  return rest;
});
const checkOf = (bytes: Buffer): number =>
  bytes.reduce((sum, byte) => ((sum % 256) * 256) ^ (REMAINDERS[Math.floor(sum / 256) ^ byte] ?? 0), 65_535);

/** So many seconds after that year began. */
function momentOf(seconds: number, from: number): string | undefined {
  if (seconds === 4_294_967_295) return undefined;
  let days = Math.floor(seconds / 86_400);
  let [year, month] = [from, 1];
  const rest = seconds % 86_400;
  const leap = () => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  for (; days >= (leap() ? 366 : 365); year++) days -= leap() ? 366 : 365;
  const months = [31, leap() ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  for (const length of months) {
    if (days < length) break;
    days -= length;
    month++;
  }
  return timeOf(year, month, days + 1, Math.floor(rest / 3600), Math.floor((rest % 3600) / 60), rest % 60);
}
