/** Stored records of the CareSens N family, in each of its two forms. Always mg/dL inside, whatever the meter displays. */
import { clockText } from '../domain/device-clock.ts';
import type { Glucose, Meal, ReadingFlag, Rejected } from '../domain/event.ts';
import type { StoredRecord } from '../domain/memory.ts';
import { glucose, glucoseInMgPerDl } from '../domain/reading.ts';
import { u8, u16be, u16le } from './bytes.ts';

/** What the meter itself can show as a number; outside it says LO or HI. mg/dL. */
const RANGE_MG_PER_DL = { least: 20, most: 600 } as const;

/** What a record says besides its time. */
interface Said {
  readonly mgPerDl: number | 'LO' | 'HI';
  readonly control: boolean;
  readonly meal?: Meal;
}

const refused = (reason: Rejected['reason']): Rejected => ({ event: 'rejected', reason });

/** Six bytes: year since 2000, month, day, hour, minute, second. Undefined: no time. */
export const clockOf = (bytes: Uint8Array): string | undefined =>
  clockText([2000 + u8(bytes, 0), u8(bytes, 1), u8(bytes, 2), u8(bytes, 3), u8(bytes, 4), u8(bytes, 5)]);

/** Of a packet: the time, a byte of flags, the number big-endian. */
export const recordOfPage = (bytes: Uint8Array, index: number): StoredRecord =>
  recordOf(bytes, index, () => saidByFlags(u8(bytes, 6), u16be(bytes, 7)));

/** Of the memory: the time, then the number little-endian, from which its marks are subtracted. */
export const recordOfMemory = (bytes: Uint8Array, index: number): StoredRecord =>
  recordOf(bytes, index, () => saidByNumber(u16le(bytes, 6)));

function recordOf(bytes: Uint8Array, index: number, said: () => Said | Rejected): StoredRecord {
  const deviceClock = clockOf(bytes);
  if (deviceClock === undefined) return { index, event: refused('date') };
  const what = said();
  return { index, deviceClock, event: 'event' in what ? what : reading(what, deviceClock) };
}

const FLAGS = { control: 0x01, afterMeal: 0x02, lo: 0x04, hi: 0x08, fasting: 0x10, ketone: 0x40 } as const;

/** The other two flags say nothing of the value: 20 "without a mark", 80 "LO and HI are marked". */
function saidByFlags(flags: number, mgPerDl: number): Said | Rejected {
  const has = (flag: keyof typeof FLAGS): boolean => (flags & FLAGS[flag]) !== 0;
  if (has('ketone')) return refused('unsupported');
  if ((has('lo') && has('hi')) || (has('fasting') && has('afterMeal'))) return refused('unknown');
  return {
    mgPerDl: has('lo') ? 'LO' : has('hi') ? 'HI' : mgPerDl,
    control: has('control'),
    ...(has('fasting') && { meal: 'fasting' }),
    ...(has('afterMeal') && { meal: 'after-meal' }),
  };
}

const OF_CONTROL = 20_000;
const OF_AFTER_MEAL = 10_000;
const LO = 10;
const HI = 700;

/** In the uploader's order: control solution, after a meal, HI, LO. */
function saidByNumber(number: number): Said {
  const control = number > OF_CONTROL;
  const marked = control ? number - OF_CONTROL : number;
  const afterMeal = marked > OF_AFTER_MEAL;
  const mgPerDl = afterMeal ? marked - OF_AFTER_MEAL : marked;
  return {
    mgPerDl: mgPerDl === HI ? 'HI' : mgPerDl === LO ? 'LO' : mgPerDl,
    control,
    ...(afterMeal && { meal: 'after-meal' }),
  };
}

function reading({ mgPerDl, control, meal }: Said, deviceClock: string): Glucose | Rejected {
  const beyond: ReadingFlag[] = mgPerDl === 'HI' ? ['above-range'] : mgPerDl === 'LO' ? ['below-range'] : [];
  const flags: ReadingFlag[] = [...beyond, ...(control ? (['control'] as const) : [])];
  const more = { ...(meal && { meal }), ...(flags.length > 0 && { flags }), deviceClock };
  if (mgPerDl === 'HI' || mgPerDl === 'LO') return glucose(more);
  const shown = mgPerDl >= RANGE_MG_PER_DL.least && mgPerDl <= RANGE_MG_PER_DL.most;
  return shown ? glucoseInMgPerDl(mgPerDl, more) : refused('range');
}
