/** Where a reading stands and what it calls for: by the rules' data alone. Pure. */
import { type BandName, type BloodPressureRules, type GlucoseRules, LEVELS, type Level, type Range } from './rules.ts';

export interface Band {
  readonly name: BandName;
  /** The share inside the class on the axis that decided, 0 to 1. */
  readonly position: number;
}

interface BloodPressureNumbers {
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly pulsePerMin?: number;
}

export function classifyBloodPressure(
  reading: BloodPressureNumbers,
  rules: BloodPressureRules,
): { class: string; band: Band; level: Level } {
  const applies = (rule: BloodPressureRules['confirm'][number]): boolean =>
    within(reading.systolicMmHg, rule.systolicMmHg) &&
    within(reading.diastolicMmHg, rule.diastolicMmHg) &&
    within(reading.pulsePerMin, rule.pulsePerMin);
  const level = gravest(rules.levels.filter(applies));
  const doubtful = rules.confirm.some(applies);
  return { ...classOf(reading, rules), level: doubtful && level !== 'act-now' ? 'repeat' : level };
}

/** Each number is in a class of its own; the higher class decides, and in the same class the number that is further up. */
function classOf(
  { systolicMmHg: systolic, diastolicMmHg: diastolic }: BloodPressureNumbers,
  { scale, low, classes }: BloodPressureRules,
): { class: string; band: Band } {
  const systolicAt = classes.findLastIndex(({ systolicFrom }) => systolic >= systolicFrom);
  const diastolicAt = classes.findLastIndex(({ diastolicFrom }) => diastolic >= diastolicFrom);
  const at = Math.max(systolicAt, diastolicAt);
  const here = classes[at];
  const above = at > 0;
  if (!here || (!above && (systolic < low.systolicBelow || diastolic < low.diastolicBelow))) {
    const systolicShare = share(systolic, scale.systolic.from, low.systolicBelow);
    const diastolicShare = share(diastolic, scale.diastolic.from, low.diastolicBelow);
    return { class: low.class, band: { name: 'low', position: Math.min(systolicShare, diastolicShare) } };
  }
  const next = classes[at + 1];
  const position = Math.max(
    systolicAt === at ? share(systolic, here.systolicFrom, next?.systolicFrom ?? scale.systolic.to) : 0,
    diastolicAt === at ? share(diastolic, here.diastolicFrom, next?.diastolicFrom ?? scale.diastolic.to) : 0,
  );
  return { class: here.class, band: { name: here.band, position } };
}

interface GlucoseNumbers {
  readonly mmolPerL?: number;
  /** The meter said HI or LO. */
  readonly beyond?: 'above-range' | 'below-range';
  readonly meal?: string;
}

/** `low`: sugar helps. No band without a meal context that the rules have classes for, and none without a number. */
export function classifyGlucose(
  { mmolPerL, beyond, meal }: GlucoseNumbers,
  rules: GlucoseRules,
): { band?: Band; level: Level; low: boolean } {
  const low = beyond === 'below-range' || within(mmolPerL, { below: rules.lowBelow });
  const level = gravest(
    rules.levels.filter(
      (rule) =>
        within(mmolPerL, rule.mmolPerL) &&
        (rule.beyond === undefined || rule.beyond === beyond) &&
        (rule.meal === undefined || rule.meal === meal),
    ),
  );
  if (mmolPerL === undefined || (meal !== 'fasting' && meal !== 'after-meal-2h')) return { level, low };
  const classes = rules.classes[meal];
  const at = classes.findLastIndex(({ from }) => mmolPerL >= from);
  const here = classes[at];
  if (!here) return { level, low };
  const position = share(mmolPerL, here.from, classes[at + 1]?.from ?? rules.scaleEnd);
  return { level, low, band: { name: here.band, position } };
}

/** A number that the device did not give satisfies no limit. */
const within = (value: number | undefined, range: Range | undefined): boolean =>
  range === undefined ||
  (value !== undefined &&
    (range.from === undefined || value >= range.from) &&
    (range.above === undefined || value > range.above) &&
    (range.below === undefined || value < range.below));

const share = (value: number, from: number, to: number): number =>
  Math.min(1, Math.max(0, (value - from) / (to - from)));

const gravest = (rules: readonly { readonly level: Level }[]): Level =>
  LEVELS.findLast((level) => rules.some((rule) => rule.level === level)) ?? 'ok';
