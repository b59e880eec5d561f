/** What the texts of the Abbott FreeStyle meters say. Always mg/dL, whatever the meter displays. */
import { clockText } from '../domain/device-clock.ts';
import type { Glucose, ReadingFlag, Rejected, RejectReason } from '../domain/event.ts';
import type { StoredRecord } from '../domain/memory.ts';
import { glucose, glucoseInMgPerDl } from '../domain/reading.ts';

const refused = (reason: RejectReason): Rejected => ({ event: 'rejected', reason });

/** `LAGN123-T4567`: free form, so only its letters are looked at. */
export const serialNumberOf = (message: string): string | undefined => /^([0-9A-Za-z-]{4,32})\r\n$/.exec(message)?.[1];

/** `$date?` month, day, year since 2000; `$time?` hour, minute: numbers of up to three digits. */
export const numbersOf = (message: string, count: 2 | 3): readonly number[] | undefined => {
  const numbers = /^(\d{1,3}(?:,\d{1,3}){1,2})\r\n$/.exec(message)?.[1]?.split(',').map(Number);
  return numbers?.length === count ? numbers : undefined;
};

/** Undefined: 255 where its clock has lost the time, or what no calendar has. */
export function clockOf(date: readonly number[], [hour = 255, minute = 255, second = 0]: readonly number[]) {
  const [month = 255, day = 255, year = 255] = date;
  return clockText([2000 + year, month, day, hour, minute, second]);
}

/** What a meter with a strip shows as a number, mg/dL; the uploader names these limits of a Neo. */
const SHOWN = { least: 20, most: 500 } as const;
/** Written with digits alone. */
const isNumber = (field: string | undefined): field is string => field !== undefined && /^\d{1,5}$/.test(field);

/** One line of a memory; undefined: it records no measurement, but that the clock was set. */
export type ReadRecord = (line: string, position: number) => StoredRecord | undefined;

const NEO = { timeChange: '6', glucose: '7', ketone: '9', insulin: '10', titration: '11' } as const;
const NEO_OTHERS: readonly string[] = [NEO.ketone, NEO.insulin, NEO.titration];
const NEO_GLUCOSE_FIELDS = 19;

/** `$result?`: type, number, month, day, year, hour, minute, valid, value, …, blood or control solution, … */
export const neoRecord: ReadRecord = (line, position) => {
  const fields = line.split(',');
  const [type = '', number, ...rest] = fields;
  if (type === NEO.timeChange) return undefined;
  const index = isNumber(number) ? Number(number) : position;
  const deviceClock = rest.slice(0, 5).every(isNumber)
    ? clockOf(rest.slice(0, 3).map(Number), rest.slice(3, 5).map(Number))
    : undefined;
  if (deviceClock === undefined) return { index, event: refused('date') };
  if (NEO_OTHERS.includes(type)) return { index, deviceClock, event: refused('unsupported') };
  const [, , , , , , , valid, value = '', , blood] = fields;
  const known = type === NEO.glucose && isNumber(number) && fields.length === NEO_GLUCOSE_FIELDS && valid === '1';
  if (!known || !isNumber(blood)) return { index, deviceClock, event: refused('unknown') };
  return { index, deviceClock, event: reading(value, Number(blood) === 0, deviceClock) };
};

function reading(value: string, control: boolean, deviceClock: string): Glucose | Rejected {
  const beyond: ReadingFlag[] = value === 'HI' ? ['above-range'] : value === 'LO' ? ['below-range'] : [];
  const flags: ReadingFlag[] = [...beyond, ...(control ? (['control'] as const) : [])];
  const more = { ...(flags.length > 0 && { flags }), deviceClock };
  if (beyond.length > 0) return glucose(more);
  const mgPerDl = /^\d{1,3}$/.test(value) ? Number(value) : 0;
  return mgPerDl < SHOWN.least || mgPerDl > SHOWN.most ? refused('range') : glucoseInMgPerDl(mgPerDl, more);
}

const LIBRE = { result: '2', timeChange: '5' } as const;
/** Up to the bits of what went wrong; the comments behind them may hold commas. */
const LIBRE_LEAST_FIELDS = 29;
/** Where a strip's result that is one has always the same: by place, from 0. 9: strip with blood. 11: neither error nor LO. 28: no error. */
const LIBRE_STRIP: readonly (readonly [at: number, is: string])[] = [
  [8, '1'],
  [10, '0'],
  [11, '0'],
  [13, '0'],
  [28, '0'],
];

/** `$arresult?`: number, type, month, day, year, hour, minute, second, 1, kind, 0, doubtful, value, sensor, … */
export const libreRecord: ReadRecord = (line, position) => {
  const fields = line.split(',');
  const [number, type, ...rest] = fields;
  if (type === LIBRE.timeChange) return undefined;
  const index = isNumber(number) ? Number(number) : position;
  const deviceClock = rest.slice(0, 6).every(isNumber)
    ? clockOf(rest.slice(0, 3).map(Number), rest.slice(3, 6).map(Number))
    : undefined;
  if (deviceClock === undefined) return { index, event: refused('date') };
  if (type !== LIBRE.result || !isNumber(number) || fields.length < LIBRE_LEAST_FIELDS)
    return { index, deviceClock, event: refused('unknown') };
  if (fields[9] !== '0') return { index, deviceClock, event: refused('unsupported') }; // ketone, or a sensor's guess
  if (LIBRE_STRIP.some(([at, is]) => fields[at] !== is)) return { index, deviceClock, event: refused('unknown') };
  const value = isNumber(fields[12]) ? fields[12] : '';
  return { index, deviceClock, event: reading(value, false, deviceClock) };
};
