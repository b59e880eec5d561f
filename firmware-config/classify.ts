/** Where numbers stand in the rules' tables. Pure. */
import type { BandName, BloodPressureRules, GlucoseRules, Range } from './rules.ts';

export interface Band {
  readonly name: BandName;
  /** The share inside the band on the axis that decided, 0 to 1. */
  readonly position: number;
}

export interface BloodPressureNumbers {
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly pulsePerMin?: number;
}

export interface BloodPressureClass {
  /** The guideline's own. */
  readonly class: string;
  /** Beside it: one number raised, the other not. */
  readonly isolated?: string;
  readonly band: Band;
}

/** Each number is in a class of its own; the higher class decides. */
export function classifyBloodPressure(numbers: BloodPressureNumbers, rules: BloodPressureRules): BloodPressureClass {
  const reached = rules.classes.findLast((step) => reaches(numbers, step));
  const isolated = rules.isolated.find(
    (one) => within(numbers.systolicMmHg, one.systolicMmHg) && within(numbers.diastolicMmHg, one.diastolicMmHg),
  );
  const low = isLow(numbers, rules);
  return {
    class: low || !reached ? rules.low.class : reached.class,
    ...(isolated && { isolated: isolated.class }),
    band: low ? lowBand(numbers, rules) : bandOf(numbers, rules),
  };
}

const reaches = (
  { systolicMmHg, diastolicMmHg }: BloodPressureNumbers,
  { systolicFrom, diastolicFrom }: { readonly systolicFrom: number; readonly diastolicFrom: number },
): boolean => systolicMmHg >= systolicFrom || diastolicMmHg >= diastolicFrom;

/** A pressure of which one number is raised is not called low for the other's sake. */
const isLow = (numbers: BloodPressureNumbers, { low }: BloodPressureRules): boolean =>
  !reaches(numbers, low.unless) &&
  (numbers.systolicMmHg < low.systolicBelow || numbers.diastolicMmHg < low.diastolicBelow);

function lowBand(numbers: BloodPressureNumbers, { scale, low }: BloodPressureRules): Band {
  const systolic = share(numbers.systolicMmHg, scale.systolic.from, low.systolicBelow);
  const diastolic = share(numbers.diastolicMmHg, scale.diastolic.from, low.diastolicBelow);
  return { name: 'low', position: Math.min(systolic, diastolic) };
}

/** The higher band of the two numbers; in the same band the number that is further up. */
function bandOf(numbers: BloodPressureNumbers, rules: BloodPressureRules): Band {
  const bands = bandsOf(rules);
  const systolicAt = bands.findLastIndex(({ systolicFrom }) => numbers.systolicMmHg >= systolicFrom);
  const diastolicAt = bands.findLastIndex(({ diastolicFrom }) => numbers.diastolicMmHg >= diastolicFrom);
  const at = Math.max(systolicAt, diastolicAt);
  const here = bands[at];
  if (!here) return lowBand(numbers, rules);
  const next = bands[at + 1];
  const { scale } = rules;
  const systolic = share(numbers.systolicMmHg, here.systolicFrom, next?.systolicFrom ?? scale.systolic.to);
  const diastolic = share(numbers.diastolicMmHg, here.diastolicFrom, next?.diastolicFrom ?? scale.diastolic.to);
  return {
    name: here.band,
    position: Math.max(systolicAt === at ? systolic : 0, diastolicAt === at ? diastolic : 0),
  };
}

/** Where each band begins: at its first class, or lower where nobody attends the reading. */
function bandsOf({ classes, unattended }: BloodPressureRules) {
  const first = classes.filter(({ band }, at) => classes.findIndex((one) => one.band === band) === at);
  return first.map(({ band, systolicFrom, diastolicFrom }) =>
    band === unattended.band
      ? {
          band,
          systolicFrom: Math.min(systolicFrom, unattended.systolicFrom),
          diastolicFrom: Math.min(diastolicFrom, unattended.diastolicFrom),
        }
      : { band, systolicFrom, diastolicFrom },
  );
}

/** None without a meal context that the rules have classes for. */
export function glucoseBand(mmolPerL: number, meal: string | undefined, rules: GlucoseRules): Band | undefined {
  if (meal !== 'fasting' && meal !== 'after-meal-2h') return undefined;
  const classes = rules.classes[meal];
  const at = classes.findLastIndex(({ from }) => mmolPerL >= from);
  const here = classes[at];
  return here && { name: here.band, position: share(mmolPerL, here.from, classes[at + 1]?.from ?? rules.scaleEnd) };
}

/** A number that the device did not give satisfies no limit. */
export const within = (value: number | undefined, range: Range | undefined): boolean =>
  range === undefined ||
  (value !== undefined &&
    (range.from === undefined || value >= range.from) &&
    (range.above === undefined || value > range.above) &&
    (range.below === undefined || value < range.below));

const share = (value: number, from: number, to: number): number =>
  Math.min(1, Math.max(0, (value - from) / (to - from)));
