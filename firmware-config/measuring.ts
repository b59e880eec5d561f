/** The measuring protocol: how many readings, and what is made of them, by the rules' data alone. Pure. */
import type { BloodPressureNumbers } from './classify.ts';
import type { BloodPressureRules } from './rules.ts';

export interface SeriesReading extends BloodPressureNumbers {
  /** The monitor felt an uneven pulse. */
  readonly irregular?: boolean;
}

/** Why one more reading: two are more exact than one; two differ; the pulse was uneven. Undefined: there are enough. */
export function whyAnother(
  readings: readonly SeriesReading[],
  { protocol }: BloodPressureRules,
): 'exact' | 'differ' | 'irregular' | undefined {
  const { raised, readings: usual, irregularReadings, differBy, most } = protocol;
  const [first, last, before] = [readings[0], readings.at(-1), readings.at(-2)];
  const count = readings.length;
  if (!first || !last) return 'exact';
  if (count >= most) return undefined;
  if (before && differ(before, last) > differBy) return 'differ';
  if (count < irregularReadings && readings.some(({ irregular }) => irregular)) return 'irregular';
  const isRaised = first.systolicMmHg >= raised.systolicFrom || first.diastolicMmHg >= raised.diastolicFrom;
  return count < (isRaised ? Math.max(usual, raised.readings) : usual) ? 'exact' : undefined;
}

const differ = (one: BloodPressureNumbers, other: BloodPressureNumbers): number =>
  Math.max(Math.abs(one.systolicMmHg - other.systolicMmHg), Math.abs(one.diastolicMmHg - other.diastolicMmHg));

/** Rounded half up; a pulse only where every reading of the average has one. Throws a RangeError without a reading. */
export function averageOf(
  readings: readonly BloodPressureNumbers[],
  { protocol }: BloodPressureRules,
): { readonly average: BloodPressureNumbers; readonly count: number } {
  const taken = protocol.average === 'all' ? readings : readings.slice(-2);
  if (taken.length === 0) throw new RangeError('no reading to average');
  const pulses = taken.flatMap(({ pulsePerMin }) => pulsePerMin ?? []);
  return {
    average: {
      systolicMmHg: mean(taken.map(({ systolicMmHg }) => systolicMmHg)),
      diastolicMmHg: mean(taken.map(({ diastolicMmHg }) => diastolicMmHg)),
      ...(pulses.length === taken.length && { pulsePerMin: mean(pulses) }),
    },
    count: taken.length,
  };
}

const mean = (values: readonly number[]): number =>
  Math.floor(values.reduce((sum, value) => sum + value, 0) / values.length + 0.5);
