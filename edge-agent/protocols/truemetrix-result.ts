/** One stored result of the TRUE METRIX meters, twelve digits 0-9 A-F, and the sum that all of them must have. */
import { clockText } from '../domain/device-clock.ts';
import type { Glucose, ReadingFlag, Rejected } from '../domain/event.ts';
import type { StoredRecord } from '../domain/memory.ts';
import { glucose, glucoseInMgPerDl } from '../domain/reading.ts';
import { asciiOf } from './bytes.ts';

/** What the meter itself can show as a number; outside it says LO or HI. mg/dL. */
const RANGE_MG_PER_DL = { least: 20, most: 600 } as const;

const sumOf = (results: readonly string[]): number =>
  asciiOf(results.join('')).reduce((sum, letter) => (sum + letter) & 0xffff, 0);

/** The results that have this sum: all that came, or each once. Undefined: some came wrong, or not at all. */
export function proved(results: readonly string[], sum: number): readonly string[] | undefined {
  const once = [...new Set(results)];
  return [results, once].find((some) => sumOf(some) === sum);
}

const refused = (reason: Rejected['reason']): Rejected => ({ event: 'rejected', reason });

/** `position`: where it stands in the transfer, from 1. */
export function resultOf(digits: string, position: number): StoredRecord {
  const number = (from: number, to: number): number => Number.parseInt(digits.slice(from, to), 16);
  const deviceClock = timeOf(number(0, 1), number(1, 4), number(4, 7));
  if (deviceClock === undefined) return { index: position, event: refused('date') };
  const stored = { index: position, deviceClock };
  // Only the three lower bits of this digit are documented, and the source's own code takes a letter for 0.
  if (!/\d/.test(digits.charAt(7))) return { ...stored, event: refused('unknown') };
  const mgPerDl = ((number(7, 8) & 7) << 8) | number(8, 10);
  return { ...stored, event: reading(mgPerDl, digits.charAt(11) !== '0', deviceClock) };
}

/** Day and year are one decimal number, 2326 for the 23rd of 2026; hour and minute another, 915 for 09:15. */
const timeOf = (month: number, dayYear: number, hourMinute: number): string | undefined =>
  clockText([
    2000 + (dayYear % 100),
    month,
    Math.floor(dayYear / 100),
    Math.floor(hourMinute / 100),
    hourMinute % 100,
    0,
  ]);

function reading(mgPerDl: number, control: boolean, deviceClock: string): Glucose | Rejected {
  const { least, most } = RANGE_MG_PER_DL;
  const beyond: ReadingFlag[] = mgPerDl > most ? ['above-range'] : mgPerDl < least ? ['below-range'] : [];
  const flags: ReadingFlag[] = [...beyond, ...(control ? (['control'] as const) : [])];
  const more = { ...(flags.length > 0 && { flags }), deviceClock };
  return beyond.length > 0 ? glucose(more) : glucoseInMgPerDl(mgPerDl, more);
}
