/** The records of the Ascensia Contour meters: ASTM E1394 text, fields by `|`, parts by `^`, marks by `/`. */
import { type ClockFields, clockText } from '../domain/device-clock.ts';
import type { Glucose, Meal, ReadingFlag, Rejected, RejectReason } from '../domain/event.ts';
import type { Memory, StoredRecord } from '../domain/memory.ts';
import { glucose, glucoseInMgPerDl } from '../domain/reading.ts';
import { mmolPerLFromMgPerDl } from '../domain/units.ts';

/** H, the first record of a transfer. */
export interface Header {
  readonly unit: Memory['unit'];
  readonly deviceClock?: string;
  /** How many results will follow, where it says so. */
  readonly results?: number;
  readonly range: Range;
}

/** What the meter shows as a number, mmol/L; beyond it says LO or HI. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

const field = (fields: readonly string[], at: number): string => fields[at] ?? '';

/** Undefined: it is none. `H|\^&||password|model^firmware^serial number^…|settings|results|||||P|1|clock` */
export function headerOf(text: string): Header | undefined {
  const fields = text.split('|');
  if (fields[0] !== 'H' || fields[1] !== '\\^&') return undefined;
  const [model = '', , serialNumber = ''] = field(fields, 4).split('^');
  const results = /^\d{1,4}$/.test(field(fields, 6)) ? Number(fields[6]) : undefined;
  const deviceClock = clockOf(field(fields, 13));
  return {
    unit: {
      ...(/^[\w-]{1,32}$/.test(model) && { model }),
      // Whole, as `7350-1234567` or `7830H5001733`: what stands before the number proper belongs to the model, or not.
      ...(/^[\w -]{1,32}$/.test(serialNumber) && { serialNumber }),
    },
    ...(deviceClock !== undefined && { deviceClock }),
    ...(results !== undefined && { results }),
    range: rangeOf(field(fields, 5)),
  };
}

/**
 * `K=value^…` in any order. V: lowest, two digits, and highest, three; mg/dL when U is 0, tenths of mmol/L when it is 1.
 * No header with U=1 has been seen whole: a lowest of 1.8 mmol/L and more is none of a meter, so it is mg/dL then too.
 */
function rangeOf(settings: string): Range {
  const found = new Map(settings.split('^').map((one) => [one.slice(0, 2), one.slice(2)]));
  const [, low = '20', high = '600'] = /^(\d{2})(\d{3})$/.exec(found.get('V=') ?? '') ?? [];
  const [least, most] = [Number(low), Number(high)];
  return found.get('U=') === '1' && least < 18
    ? { least: least / 10, most: most / 10 }
    : { least: mmolPerLFromMgPerDl(least), most: mmolPerLFromMgPerDl(most) };
}

/** `YYYYMMDDHHmm`, with seconds or without. Undefined: no time. */
export function clockOf(digits: string): string | undefined {
  const found = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?$/.exec(digits);
  if (!found) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1)
    .map((part) => Number(part ?? 0));
  return clockText([year, month, day, hour, minute, second] satisfies ClockFields);
}

/** `R|number|^^^Glucose|value|unit^reference||marks||time`; `position`: where it stands in the transfer, from 1. */
export function resultOf(text: string, position: number, range: Range): StoredRecord {
  const fields = text.split('|');
  const index = /^\d{1,4}$/.test(field(fields, 1)) ? Number(fields[1]) : undefined;
  const deviceClock = clockOf(field(fields, 8));
  const stored = { index: index ?? position, ...(deviceClock !== undefined && { deviceClock }) };
  if (index === undefined || fields.length < FIELDS) return { ...stored, event: refused('unknown') };
  if (fields[2] !== '^^^Glucose') return { ...stored, event: refused('unsupported') };
  if (deviceClock === undefined) return { ...stored, event: refused('date') };
  return { ...stored, event: reading(fields, deviceClock, range) };
}

const FIELDS = 9;
const refused = (reason: RejectReason): Rejected => ({ event: 'rejected', reason });

function reading(fields: readonly string[], deviceClock: string, range: Range): Glucose | Rejected {
  const [unit, reference] = field(fields, 4).split('^');
  if (reference !== 'P') return refused('unsupported'); // whole blood shows a tenth less than plasma
  if (unit !== 'mg/dL' && unit !== 'mmol/L') return refused('unsupported');
  const marks = new Set(field(fields, 6).split('/'));
  if ([...marks].some(isUnclear) || (marks.has('<') && marks.has('>')) || (marks.has('B') && marks.has('A')))
    return refused('unknown');
  const more = { ...saidBy(marks), deviceClock };
  // Whatever stands there then is no number of the reading; but what no number can hold is no field of a meter.
  if (marks.has('<') || marks.has('>')) return /^[\d.]*$/.test(field(fields, 3)) ? glucose(more) : refused('range');
  const event = withNumber(field(fields, 3), unit, more);
  if (event.event === 'rejected' || event.mmolPerL === undefined) return event;
  return event.mmolPerL < range.least || event.mmolPerL > range.most ? refused('range') : event;
}

/** A mark is compared whole; but what holds one of these within it may mean it. */
const isUnclear = (mark: string): boolean => mark.length > 1 && /[<>C]/.test(mark);

/** D, I, S, X, Z, M…, T… and numbers are notes that say nothing of the value. */
function saidBy(marks: ReadonlySet<string>): { readonly meal?: Meal; readonly flags?: readonly ReadingFlag[] } {
  const flags: ReadingFlag[] = [];
  if (marks.has('>')) flags.push('above-range');
  if (marks.has('<')) flags.push('below-range');
  if (marks.has('C')) flags.push('control');
  return {
    ...(marks.has('B') && { meal: 'before-meal' }),
    ...(marks.has('A') && { meal: 'after-meal' }),
    ...(flags.length > 0 && { flags }),
  };
}

/** Each result carries its own unit: whole mg/dL, or mmol/L with one decimal. */
function withNumber(
  value: string,
  unit: 'mg/dL' | 'mmol/L',
  more: Omit<Glucose, 'event' | 'kind'>,
): Glucose | Rejected {
  if (unit === 'mg/dL') return /^\d{1,3}$/.test(value) ? glucoseInMgPerDl(Number(value), more) : refused('range');
  if (!/^\d{1,2}\.\d$/.test(value)) return refused('range');
  return glucose({ mmolPerL: Number(value), meterValue: Number(value), meterUnit: 'mmol/L', ...more });
}
