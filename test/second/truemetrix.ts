/**
 * A second decoder of the TRUE METRIX, written from the protocol's description alone. It shares no code with the driver and
 * thinks another way: the whole text that came back, messages found in it by their shape, and decimal arithmetic throughout.
 */
import type { Exchange } from '../on-a-spoilt-wire.ts';

const RESULTS = Buffer.from('(G)98').toString('hex').toUpperCase();

/** Every result that holds in these exchanges, in the words of `inWords`. */
export function confirmed(exchanges: readonly Exchange[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { question, answer } of exchanges) {
    if (!question.endsWith(RESULTS)) continue;
    const results: string[] = [];
    for (const body of bodies(Buffer.from(answer).toString('latin1'))) {
      if (/^g5[\dA-F]{12}$/.test(body)) results.push(body.slice(2));
      const sum = /^x.([\dA-F]{4})$/.exec(body)?.[1];
      if (sum === undefined) continue;
      const distinct = results.filter((one, at) => results.indexOf(one) === at);
      if (total(results.join('')).endsWith(sum) || total(distinct.join('')).endsWith(sum))
        for (const one of distinct) found.add(ofDigits(one));
    }
  }
  return found;
}

function* bodies(text: string): Generator<string> {
  for (const [whole, body = '', sum = ''] of text.matchAll(/\(([^()]*)\)([\dA-F]{2})/g))
    if (total(whole.slice(0, -2)).endsWith(sum)) yield body;
}

/** As the uploader: all letters added up, and of that as many digits from the right as are said. */
const total = (letters: string): string =>
  `000${[...Buffer.from(letters, 'latin1')].reduce((all, code) => all + code, 0).toString(16)}`.toUpperCase();

const two = (value: number): string => String(value).padStart(2, '0');

function ofDigits(digits: string): string {
  const part = (from: number, length: number): number => Number(`0x${digits.substring(from, from + length)}`);
  const day = String(part(1, 3)).padStart(4, '0');
  const hour = String(part(4, 3)).padStart(4, '0');
  const time = `20${day.slice(-2)}-${two(part(0, 1))}-${day.slice(0, -2)}T${hour.slice(0, -2)}:${hour.slice(-2)}:00`;
  const instant = Date.parse(`${time}Z`);
  if (Number.isNaN(instant) || !new Date(instant).toISOString().startsWith(time)) return 'nothing';
  const upper = '0123456789'.indexOf(digits.charAt(7));
  if (upper < 0) return 'nothing';
  const value = (upper % 8) * 256 + part(8, 2);
  return inWords({ time, value: value > 600 ? 'HI' : value < 20 ? 'LO' : value, control: !digits.endsWith('0') });
}

export interface Words {
  readonly time: string | undefined;
  /** mg/dL. */
  readonly value: number | 'HI' | 'LO' | undefined;
  readonly control: boolean;
  /** As the driver computed it; absent: computed here. */
  readonly mmolPerL?: number | undefined;
}

export function inWords({ time, value, control, mmolPerL }: Words): string {
  const mmol = typeof value === 'number' ? (mmolPerL ?? Math.round((value / 18) * 10) / 10) : '';
  return [time, value, mmol, control ? 'control' : ''].join(' ');
}
