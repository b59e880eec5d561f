/** Where a reading stands and what it calls for: by the rules' data alone. Pure. */
import type { BAND_NAMES, BloodPressureRules, GlucoseRules, LEVELS, Range } from './rules.ts';

export type Level = (typeof LEVELS)[number];
export interface Band {
  readonly name: (typeof BAND_NAMES)[number];
  /** The share inside the class on the axis that decided, 0 to 1. */
  readonly position: number;
}

const within = (value: number | undefined, range: Range | undefined): boolean =>
  range === undefined ||
  (value !== undefined &&
    (range.from === undefined || value >= range.from) &&
    (range.above === undefined || value > range.above) &&
    (range.below === undefined || value < range.below));

const share = (value: number, from: number, to: number): number =>
  Math.min(1, Math.max(0, (value - from) / (to - from)));

interface BloodPressureNumbers {
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly pulsePerMin?: number;
}

export function classifyBloodPressure(
  reading: BloodPressureNumbers,
  rules: BloodPressureRules,
): { class: string; band: Band; level: Level } {
  const { systolicMmHg, diastolicMmHg, pulsePerMin } = reading;
  const applies = rules.levels.find(
    (rule) =>
      within(systolicMmHg, rule.systolicMmHg) &&
      within(diastolicMmHg, rule.diastolicMmHg) &&
      within(pulsePerMin, rule.pulsePerMin),
  );
  return { ...classOf(systolicMmHg, diastolicMmHg, rules), level: applies?.level ?? 'ok' };
}

function classOf(
  systolic: number,
  diastolic: number,
  { low, classes, scaleEnd }: BloodPressureRules,
): { class: string; band: Band } {
  const systolicAt = classes.findLastIndex(({ systolicFrom }) => systolic >= systolicFrom);
  const diastolicAt = classes.findLastIndex(({ diastolicFrom }) => diastolic >= diastolicFrom);
  const at = Math.max(systolicAt, diastolicAt);
  const raised = at > 0; // above the first class, which is the normal one
  if (!raised && (systolic < low.systolicBelow || diastolic < low.diastolicBelow)) {
    const position = Math.min(share(systolic, 0, low.systolicBelow), share(diastolic, 0, low.diastolicBelow));
    return { class: low.class, band: { name: 'low', position } };
  }
  const here = classes[at];
  if (!here) throw new RangeError('the classes do not begin where low ends');
  const next = classes[at + 1];
  const systolicShare = share(systolic, here.systolicFrom, next?.systolicFrom ?? scaleEnd.systolic);
  const diastolicShare = share(diastolic, here.diastolicFrom, next?.diastolicFrom ?? scaleEnd.diastolic);
  const position =
    systolicAt === diastolicAt
      ? Math.max(systolicShare, diastolicShare)
      : systolicAt > diastolicAt
        ? systolicShare
        : diastolicShare;
  return { class: here.class, band: { name: here.band, position } };
}

interface GlucoseNumbers {
  readonly mmolPerL?: number;
  /** The meter said HI or LO. */
  readonly beyond?: 'above-range' | 'below-range';
  readonly meal?: string;
}

export function classifyGlucose(
  { mmolPerL, beyond, meal }: GlucoseNumbers,
  rules: GlucoseRules,
): { band?: Band; level: Level } {
  const applies = rules.levels.find(
    (rule) =>
      (rule.beyond === undefined ? mmolPerL !== undefined : rule.beyond === beyond) && within(mmolPerL, rule.mmolPerL),
  );
  const level = applies?.level ?? 'ok';
  const classes = meal === 'fasting' || meal === 'after-meal-2h' ? rules.classes[meal] : [];
  const at = mmolPerL === undefined ? -1 : classes.findLastIndex(({ from }) => mmolPerL >= from);
  const here = classes[at];
  if (mmolPerL === undefined || !here) return { level };
  return {
    level,
    band: { name: here.band, position: share(mmolPerL, here.from, classes[at + 1]?.from ?? rules.scaleEnd) },
  };
}
