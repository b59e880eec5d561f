/**
 * A second decoder of the FreeStyle text commands, written from their description alone. It shares no code with the driver
 * and thinks another way: all the text of an answer at once, backwards from each end of a command.
 */
import type { Exchange } from '../on-a-spoilt-wire.ts';
import { inWords, timeOf } from './mg-dl-words.ts';

/** Every record that holds in these exchanges, in words. */
export function confirmed(exchanges: readonly Exchange[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { question, answer } of exchanges) {
    const command = Buffer.from(question, 'hex').subarray(2).toString('latin1').replaceAll('\0', '');
    const read = { '$result?': ofNeo, '$arresult?': ofLibre }[command];
    if (!read) continue;
    for (const record of recordsIn(textIn(Buffer.from(answer)))) {
      const words = read(record.split(','));
      if (words !== undefined) found.add(words);
    }
  }
  return found;
}

function textIn(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 64) {
    const report = bytes.subarray(at, at + 64);
    const length = report[1] ?? 99;
    if (report[0] === 0x60 && length <= 62 && report.length >= length + 2)
      text += report.toString('latin1', 2, length + 2);
  }
  return text;
}

const weightOf = (text: string): number => [...Buffer.from(text, 'latin1')].reduce((sum, letter) => sum + letter, 0);

/** Whole logs: up to an end, from the end before it. */
function recordsIn(text: string): string[] {
  return text.split('CMD OK\r\n').flatMap((reply) => {
    const lines = reply.split('\r\n');
    const [last = '', check = '', nothing] = lines.splice(-3);
    const [count, sum] = last.split(',');
    const records = lines.map((line) => `${line}\r\n`).join('');
    const sums = `${sum} ${check}` === `${eight(weightOf(records))} CKSM:${eight(weightOf(`${records}${last}\r\n`))}`;
    return nothing === '' && sums && Number(count) === lines.length ? lines : [];
  });
}
const eight = (weight: number): string => `00000000${weight.toString(16).toUpperCase()}`.slice(-8);

const allNumbers = (fields: readonly (string | undefined)[]): boolean =>
  fields.every(
    (field) => field !== undefined && field !== '' && [...field].every((letter) => letter >= '0' && letter <= '9'),
  );

function ofNeo(fields: readonly string[]): string | undefined {
  const [type, id, month, day, year, hour, minute, valid, value = '', , blood] = fields;
  if (type !== '7' || fields.length !== 19 || valid !== '1') return undefined;
  if (!allNumbers([id, month, day, year, hour, minute, blood])) return undefined;
  return words(
    timeOf(2000 + Number(year), Number(month), Number(day), Number(hour), Number(minute), 0),
    value,
    !Number(blood),
  );
}

function ofLibre(fields: readonly string[]): string | undefined {
  const [id, type, month, day, year, hour, minute, second, one, kind, zero, doubt, value = '', sensor] = fields;
  if (`${type} ${one} ${kind} ${zero} ${doubt} ${sensor} ${fields[28]}` !== '2 1 0 0 0 0 0') return undefined;
  if (!allNumbers([id, month, day, year, hour, minute, second, value])) return undefined;
  const time = timeOf(2000 + Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second));
  return words(time, value, false);
}

function words(time: string | undefined, value: string, control: boolean): string | undefined {
  if (time === undefined) return undefined;
  if (value === 'HI' || value === 'LO') return inWords({ time, value, control });
  const inRange = value.length <= 3 && allNumbers([value]) && Number(value) >= 20 && Number(value) <= 500;
  return inRange ? inWords({ time, value: Number(value), control }) : undefined;
}
