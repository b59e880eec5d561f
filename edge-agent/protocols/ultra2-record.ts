/** What the answers of the OneTouch Ultra 2 say. Each has one form, blank for blank; what has another is none. */
import { clockText } from '../domain/device-clock.ts';
import type { Glucose, Meal, ReadingFlag, Rejected, RejectReason } from '../domain/event.ts';
import type { StoredRecord } from '../domain/memory.ts';
import { glucose, glucoseInMgPerDl } from '../domain/reading.ts';

/** To `DM@`: `@ "ABC123DEY"`. */
export const serialNumberOf = (text: string): string | undefined => /^@ "([0-9A-Z]{9})"$/.exec(text)?.[1];

/** By LifeScan's document, as glucometerutils has it: the last letter tells the model. */
export const isUltra2 = (serialNumber: string): boolean => serialNumber.endsWith('Y');

const TIME = String.raw`"[A-Z]{3}","(\d\d)/(\d\d)/(\d\d)","(\d\d):(\d\d):(\d\d) {3}"`;
const CLOCK = new RegExp(`^F ${TIME}$`);
const RECORD = new RegExp(String.raw`^P ${TIME},"(.{6})","(.)","\d\d", 00$`);

/** To `DMF`: `F "MON","11/23/26","09:16:02   "`. Undefined: it is none; without a time where no calendar has that. */
export function clockOf(text: string): { readonly deviceClock: string | undefined } | undefined {
  const found = CLOCK.exec(text);
  return found ? { deviceClock: timeOf(found.slice(1)) } : undefined;
}

/** Month, day, year since 2000, hour, minute, second. */
function timeOf(parts: readonly string[]): string | undefined {
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = parts.map(Number);
  return clockText([2000 + year, month, day, hour, minute, second]);
}

/** What stands before the records: how many will follow, and whose they are. The unit is what the meter displays, no more. */
export function headerOf(text: string): { readonly count: number; readonly serialNumber: string } | undefined {
  const [, count, serialNumber] = /^P (\d{3}),"([0-9A-Z]{9})","(?:MG\/DL |MMOL\/L)"$/.exec(text) ?? [];
  return count === undefined || serialNumber === undefined ? undefined : { count: Number(count), serialNumber };
}

export const isRecord = (text: string): boolean => text.startsWith('P "');

const refused = (reason: RejectReason): Rejected => ({ event: 'rejected', reason });

export function recordOf(text: string, index: number): StoredRecord {
  const found = RECORD.exec(text);
  if (!found) return { index, event: refused('unknown') };
  const deviceClock = timeOf(found.slice(1, 7));
  if (deviceClock === undefined) return { index, event: refused('date') };
  const [result = '', meal = ''] = found.slice(7);
  return { index, deviceClock, event: reading(result, meal, deviceClock) };
}

const MEALS: Readonly<Record<string, Meal | 'none'>> = { N: 'none', B: 'before-meal', A: 'after-meal' };

/** The uploader's limits, mg/dL: less is LO, more is HI. */
const SHOWN = { least: 20, most: 600 } as const;
/** So the maker's document is said to have it; neither source reads it. */
const HIGH = ' HIGH ';

/** Six letters: `C` or a blank, a blank, three digits, `?` where the meter doubts its own memory or a blank. */
function reading(result: string, mark: string, deviceClock: string): Glucose | Rejected {
  const meal = MEALS[mark];
  if (meal === undefined) return refused('unknown');
  const [, control, digits, doubt] = /^([C ]) (\d{3})([? ])$/.exec(result) ?? [];
  if (doubt === '?') return refused('checksum');
  if (digits === undefined && result !== HIGH) return refused('unknown');
  const mgPerDl = digits === undefined ? SHOWN.most + 1 : Number(digits);
  const flags: ReadingFlag[] = [];
  if (mgPerDl > SHOWN.most) flags.push('above-range');
  if (mgPerDl < SHOWN.least) flags.push('below-range');
  const beyond = flags.length > 0;
  if (control === 'C') flags.push('control');
  const more = { ...(meal !== 'none' && { meal }), ...(flags.length > 0 && { flags }), deviceClock };
  return beyond ? glucose(more) : glucoseInMgPerDl(mgPerDl, more);
}
