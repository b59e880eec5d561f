/** The records of the TaiDoc / FORA family: a time and a value, four bytes each, whose meaning hangs on the model. */
import { clockText } from '../domain/device-clock.ts';
import type { BloodPressure, Glucose, Meal, Reading, ReadingFlag, Rejected } from '../domain/event.ts';
import type { StoredRecord, Unit } from '../domain/memory.ts';
import { bloodPressure, glucose, glucoseInMgPerDl } from '../domain/reading.ts';
import { u8, u16le } from './bytes.ts';

/** What a model keeps. Of `both`, each record says what it is. */
export type Layout = 'glucose' | 'pressure' | 'both';

/**
 * The two layouts of a blood pressure cannot be told apart by their bytes, so a model that is none of these is refused. Those
 * of the sources: glucose meters (GlucoRx Nexus and its kin), monitors (foraBP.c, TaiDocBaseBpDecoder), the D40 (foraBPG.c).
 */
export const LAYOUTS: Readonly<Record<string, Layout>> = {
  '4116': 'glucose',
  '4141': 'glucose',
  '4235': 'glucose',
  '4277': 'glucose',
  '4279': 'glucose',
  '4283': 'glucose',
  '3128': 'pressure',
  '3129': 'pressure',
  '3140': 'pressure',
  '3261': 'both',
};
const KINDS = { glucose: ['glucose'], pressure: ['blood-pressure'], both: ['glucose', 'blood-pressure'] } as const;

/** What the model of that name, as `TD-3128`, keeps; none of an unknown one. */
export function kindsOf({ model = '' }: Pick<Unit, 'model'>): readonly Reading['kind'][] {
  const layout = LAYOUTS[model.replace('TD-', '')];
  return layout ? KINDS[layout] : [];
}

/** Bits of the time's bytes 2 and 3, where a monitor keeps what it knows of a pressure. */
const IS_PRESSURE = 0x80;
const IRREGULAR = 0x40;

/** The meter's range, mg/dL: beyond it the number says LO or HI, and no bit does. */
const LEAST_MG_PER_DL = 20;
const MOST_MG_PER_DL = 600;

const MEALS: readonly (Meal | undefined)[] = [undefined, 'before-meal', 'after-meal'];
const CONTROL = 3;

/** To the minute. Undefined: no time. */
export function clockOf(time: Uint8Array): string | undefined {
  const day = u16le(time, 0);
  return clockText([2000 + (day >> 9), (day >> 5) & 0x0f, day & 0x1f, u8(time, 3) & 0x1f, u8(time, 2) & 0x3f, 0]);
}

export function recordOf(layout: Layout, time: Uint8Array, value: Uint8Array, index: number): StoredRecord {
  const deviceClock = clockOf(time);
  if (deviceClock === undefined) return { index, event: { event: 'rejected', reason: 'date' } };
  const marked = (u8(time, 2) & IS_PRESSURE) !== 0;
  const isPressure = layout === 'pressure' || (layout === 'both' && marked);
  if (isPressure) return { index, deviceClock, event: pressureOf(layout, time, value, deviceClock) };
  // What measures no pressure has kept none: one of both words is wrong.
  if (marked) return { index, deviceClock, event: { event: 'rejected', reason: 'unknown' } };
  return { index, deviceClock, event: glucoseOf(value, deviceClock) };
}

/** A monitor has its mean where the D40 has its systolic's upper byte. */
function pressureOf(
  layout: Layout,
  time: Uint8Array,
  value: Uint8Array,
  deviceClock: string,
): BloodPressure | Rejected {
  const mean = layout === 'pressure' ? u8(value, 1) : 0;
  return bloodPressure({
    systolicMmHg: layout === 'pressure' ? u8(value, 0) : u16le(value, 0),
    diastolicMmHg: u8(value, 2),
    ...(mean !== 0 && { meanMmHg: mean }),
    pulsePerMin: u8(value, 3),
    ...(u8(time, 2) & IRREGULAR && { flags: ['irregular'] }),
    deviceClock,
  });
}

function glucoseOf(value: Uint8Array, deviceClock: string): Glucose | Rejected {
  const kind = u8(value, 3);
  if ((kind >> 2) & 0x0f) return { event: 'rejected', reason: 'unsupported' }; // ketone, uric acid, cholesterol and more
  const mgPerDl = u16le(value, 0);
  const meal = MEALS[kind >> 6];
  const beyond = mgPerDl > MOST_MG_PER_DL ? 'above-range' : mgPerDl < LEAST_MG_PER_DL ? 'below-range' : undefined;
  const flags: ReadingFlag[] = [
    ...(beyond ? ([beyond] as const) : []),
    ...(kind >> 6 === CONTROL ? (['control'] as const) : []),
  ];
  const facts = { ...(meal && { meal }), ...(flags.length > 0 && { flags }), deviceClock };
  return beyond ? glucose(facts) : glucoseInMgPerDl(mgPerDl, facts);
}
