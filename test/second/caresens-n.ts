/**
 * A second decoder of the CareSens N family, written from the protocol's description alone. It shares no code with the
 * driver and thinks another way: over the whole of what came back to each question, as text, instead of byte by byte.
 */
import type { Exchange } from '../on-a-spoilt-wire.ts';

/** Every record that holds in these exchanges, in the words of `inWords`. */
export function confirmed(exchanges: readonly Exchange[]): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const see = (key: string, times: number): void => void seen.set(key, (seen.get(key) ?? 0) + times);
  const words = new Map<string, string>();
  let left = '';
  for (const { question, answer } of exchanges) {
    // What one answer has left unfinished stands before the next.
    const hex = left + Buffer.from(answer).toString('hex').toUpperCase();
    left = /8B(?:1.)?$/.exec(hex)?.[0] ?? '';
    if (/^8B1.2.1.2.102[8]$/.test(question)) {
      const bytes = [...hexPairs(hex).matchAll(/8B 1(.) 2(.) /g)].map(([, high, low]) => `${high}${low}`);
      if (bytes.length < 8) continue;
      const record = bytes.slice(0, 8).join('');
      see(`${question} ${record}`, 1); // twice, or it is nothing: there is no check value
      words.set(`${question} ${record}`, ofMemory(record));
    }
    for (const [, body = '', crc = ''] of pages(hex)) {
      const proved = crc === checkOf(`${body}03`);
      for (const record of body.slice(20).match(/.{18}/g) ?? []) {
        see(record, proved ? 2 : 1);
        words.set(record, ofPage(record));
      }
    }
  }
  return new Set([...seen].flatMap(([key, times]) => (times >= 2 ? (words.get(key) ?? []) : [])));
}

const hexPairs = (hex: string): string => hex.replace(/../g, '$& ');

/** Pages of records anywhere in the bytes: everything up to the check value, and that. */
function* pages(hex: string): Generator<readonly [string, string, string]> {
  for (const { index } of hex.matchAll(/(?=0269535063..474C5545)/g)) {
    if (index % 2 !== 0) continue;
    const size = Number.parseInt(hex.slice(index + 10, index + 12), 16);
    const end = index + 2 * (6 + size);
    const whole = hex.slice(index, end);
    if (whole.length !== end - index || !whole.endsWith('03') || (size - 7) % 9 !== 0) continue;
    yield [whole, whole.slice(0, -6), whole.slice(-6, -2)];
  }
}

/** CRC-16/CCITT-FALSE by long division of the message as one great number. */
function checkOf(hex: string): string {
  const bits = BigInt(`0x${hex}`) << 16n;
  const length = BigInt(hex.length * 4);
  let rest = bits ^ (0xffffn << length); // the initial value, spread over the first sixteen bits
  for (let at = length + 15n; at >= 16n; at--) if ((rest >> at) & 1n) rest ^= 0x11021n << (at - 16n);
  return rest.toString(16).toUpperCase().padStart(4, '0');
}

function timeOf(hex: string): string {
  const [year = 0, month = 0, ...rest] = (hex.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
  const [day = 0, hour = 0, minute = 0, second = 0] = rest;
  const text = `${2000 + year}-${[month, day].map(two).join('-')}T${[hour, minute, second].map(two).join(':')}`;
  const time = Date.parse(`${text}Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text) ? text : 'never';
}
const two = (value: number): string => String(value).padStart(2, '0');

function ofPage(hex: string): string {
  const flags = Number.parseInt(hex.slice(12, 14), 16);
  const value = Number.parseInt(hex.slice(14), 16);
  const [control, afterMeal, lo, hi, fasting, , ketone] = Array.from(
    { length: 8 },
    (_, bit) => ((flags >> bit) & 1) === 1,
  );
  if (ketone || (lo && hi) || (fasting && afterMeal)) return 'nothing';
  return inWords({
    time: timeOf(hex.slice(0, 12)),
    value: lo ? 'LO' : hi ? 'HI' : value,
    meal: fasting ? 'fasting' : afterMeal ? 'after-meal' : undefined,
    control: control === true,
  });
}

function ofMemory(hex: string): string {
  let value = Number.parseInt(hex.slice(14, 16) + hex.slice(12, 14), 16);
  const control = value > 20_000;
  if (control) value -= 20_000;
  const afterMeal = value > 10_000;
  if (afterMeal) value -= 10_000;
  return inWords({
    time: timeOf(hex.slice(0, 12)),
    value: value === 700 ? 'HI' : value === 10 ? 'LO' : value,
    meal: afterMeal ? 'after-meal' : undefined,
    control,
  });
}

export interface Words {
  readonly time: string | undefined;
  /** mg/dL. */
  readonly value: number | 'HI' | 'LO';
  readonly meal: string | undefined;
  readonly control: boolean;
  /** As the driver computed it; absent: computed here. */
  readonly mmolPerL?: number | undefined;
}

export function inWords({ time, value, meal, control, mmolPerL }: Words): string {
  const shown = typeof value === 'number' && value >= 20 && value <= 600;
  if (time === 'never' || (typeof value === 'number' && !shown)) return 'nothing';
  const mmol = typeof value === 'number' ? (mmolPerL ?? Math.round((value / 18) * 10) / 10) : '';
  return [time, value, mmol, meal ?? '', control ? 'control' : ''].join(' ');
}
