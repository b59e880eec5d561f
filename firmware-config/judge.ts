/** What readings call for, by the rules' data alone. Pure. */
import {
  type Band,
  type BloodPressureClass,
  type BloodPressureNumbers,
  classifyBloodPressure,
  glucoseBand,
  within,
} from './classify.ts';
import { averageOf } from './measuring.ts';
import { type BloodPressureRules, type GlucoseRules, LEVELS, type Level, type PressureLimits } from './rules.ts';

export interface BloodPressureJudgement extends BloodPressureClass {
  readonly level: Level;
  /** What made it so grave. */
  readonly because: 'high' | 'low' | 'pulse';
  readonly average: BloodPressureNumbers;
  /** How many readings the average is made of. */
  readonly averageOf: number;
}

/**
 * Of one set of readings, in order, at least one. `earlier`: readings of the same visit before that set; they are in no
 * average, but what they showed is not forgotten either.
 */
export function judgeBloodPressure(
  readings: readonly BloodPressureNumbers[],
  rules: BloodPressureRules,
  earlier: readonly BloodPressureNumbers[] = [],
): BloodPressureJudgement {
  const { average, count } = averageOf(readings, rules);
  const all = [...earlier, ...readings];
  const { single, confirmed, average: byAverage } = rules.levels;
  const grave = [
    ...single.filter((limits) => all.some((one) => holds(one, limits))),
    ...confirmed.filter((rule) => isConfirmed(all, rule)).map(({ level, anyOf }) => ({ level, ...anyOf[0] })),
    ...byAverage.filter((limits) => holds(average, limits)),
  ];
  const level = gravest(grave);
  return {
    ...classifyBloodPressure(average, rules),
    average,
    averageOf: count,
    level: level !== 'act-now' && asksToBeConfirmed(all, rules) ? 'repeat' : level,
    because: reasonOf(grave.filter((rule) => rule.level === level)),
  };
}

/** A pressure speaks before a pulse. */
function reasonOf(rules: readonly PressureLimits[]): BloodPressureJudgement['because'] {
  const pressures = rules.filter(({ systolicMmHg, diastolicMmHg }) => systolicMmHg ?? diastolicMmHg);
  if (rules.length > 0 && pressures.length === 0) return 'pulse';
  const low = ({ systolicMmHg, diastolicMmHg }: PressureLimits) => (systolicMmHg ?? diastolicMmHg)?.below !== undefined;
  return pressures.length > 0 && pressures.every(low) ? 'low' : 'high';
}

type ConfirmedRule = BloodPressureRules['levels']['confirmed'][number];

/** The last reading shows what would be grave if it stood, and no other one bears it out. */
export const asksToBeConfirmed = (all: readonly BloodPressureNumbers[], rules: BloodPressureRules): boolean =>
  rules.levels.confirmed.some((rule) => {
    const last = all.at(-1);
    return last !== undefined && rule.anyOf.some((limits) => holds(last, limits)) && !isConfirmed(all, rule);
  });

const isConfirmed = (all: readonly BloodPressureNumbers[], { anyOf }: ConfirmedRule): boolean =>
  all.filter((one) => anyOf.some((limits) => holds(one, limits))).length >= 2;

const holds = (numbers: BloodPressureNumbers, limits: PressureLimits): boolean =>
  within(numbers.systolicMmHg, limits.systolicMmHg) &&
  within(numbers.diastolicMmHg, limits.diastolicMmHg) &&
  within(numbers.pulsePerMin, limits.pulsePerMin);

/** Possible, but unusual: kept, flagged, and measured once more. */
export const isBeyondSoftLimits = (numbers: BloodPressureNumbers, { soft }: BloodPressureRules): boolean =>
  soft.some(
    (limits) =>
      holds(numbers, limits) && within(numbers.systolicMmHg - numbers.diastolicMmHg, limits.pulsePressureMmHg),
  );

/** The same of a sugar; without a number there is none to be unusual. */
export const isBeyondSoftGlucose = (mmolPerL: number | undefined, { soft }: GlucoseRules): boolean =>
  mmolPerL !== undefined && soft.some((range) => within(mmolPerL, range));

export interface GlucoseNumbers {
  readonly mmolPerL?: number;
  /** The meter said HI or LO. */
  readonly beyond?: 'above-range' | 'below-range';
  readonly meal?: string;
  /** Feels ill. */
  readonly ill?: boolean;
}

/** `low`: sugar helps. No band without a meal context that the rules have classes for, and none without a number. */
export function judgeGlucose(
  numbers: GlucoseNumbers,
  rules: GlucoseRules,
): { band?: Band; level: Level; low: boolean } {
  const { mmolPerL, beyond, meal, ill = false } = numbers;
  const low = beyond === 'below-range' || within(mmolPerL, { below: rules.lowBelow });
  const level = gravest(
    rules.levels.filter(
      (rule) =>
        within(mmolPerL, rule.mmolPerL) &&
        (rule.beyond === undefined || rule.beyond === beyond) &&
        (rule.meal === undefined || rule.meal === meal) &&
        (rule.ill === undefined || ill),
    ),
  );
  const band = mmolPerL === undefined ? undefined : glucoseBand(mmolPerL, meal, rules);
  return { level, low, ...(band && { band }) };
}

/** Whether it makes a difference how the person feels. */
export const asksHowOneFeels = (numbers: GlucoseNumbers, rules: GlucoseRules): boolean =>
  judgeGlucose({ ...numbers, ill: true }, rules).level !== judgeGlucose({ ...numbers, ill: false }, rules).level;

const gravest = (rules: readonly { readonly level: Level }[]): Level =>
  LEVELS.findLast((level) => rules.some((rule) => rule.level === level)) ?? 'ok';
