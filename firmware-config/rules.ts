/** The clinical rules as data: every limit stands in a file with its guideline's name; no number in code. */
import Type from 'typebox';

const closed = <P extends Type.TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false });

export const BAND_NAMES = ['low', 'in-range', 'a-bit-high', 'high', 'very-high'] as const;
export const LEVELS = ['ok', 'repeat', 'doctor-soon', 'doctor-today', 'act-now'] as const;
const BandName = Type.Enum(['low', 'in-range', 'a-bit-high', 'high', 'very-high']);
const Level = Type.Enum(['ok', 'repeat', 'doctor-soon', 'doctor-today', 'act-now']);

/** Half open: `from` belongs to it, `below` does not; `above` does not belong to it either. */
const Range = closed({
  from: Type.Optional(Type.Number()),
  above: Type.Optional(Type.Number()),
  below: Type.Optional(Type.Number()),
});
export type Range = Type.Static<typeof Range>;

const head = {
  id: Type.String(),
  guideline: closed({ 'zh-CN': Type.String(), en: Type.String() }),
  /** The clinician who has read and approved these limits; null until one has. */
  signedBy: Type.Union([Type.String({ minLength: 1 }), Type.Null()]),
};

export const BloodPressureRules = closed({
  ...head,
  unit: Type.Literal('mm[Hg]'),
  /** Below either, and nothing raised: low. */
  low: closed({ class: Type.String(), systolicBelow: Type.Number(), diastolicBelow: Type.Number() }),
  /** Rising. A reading is in the highest class that either of its numbers reaches. */
  classes: Type.Array(
    closed({ class: Type.String(), band: BandName, systolicFrom: Type.Number(), diastolicFrom: Type.Number() }),
    { minItems: 1 },
  ),
  /** Where the scale ends. */
  scaleEnd: closed({ systolic: Type.Number(), diastolic: Type.Number() }),
  /** What one reading, without questions asked, calls for: the first that applies; none: ok. */
  levels: Type.Array(
    closed({
      level: Level,
      systolicMmHg: Type.Optional(Range),
      diastolicMmHg: Type.Optional(Range),
      pulsePerMin: Type.Optional(Range),
    }),
  ),
});
export type BloodPressureRules = Type.Static<typeof BloodPressureRules>;

const MealClasses = Type.Array(closed({ band: BandName, from: Type.Number() }), { minItems: 1 });

export const GlucoseRules = closed({
  ...head,
  unit: Type.Literal('mmol/L'),
  /** Classes exist only with a meal context; without one, only the levels apply. Rising. */
  classes: closed({ fasting: MealClasses, 'after-meal-2h': MealClasses }),
  scaleEnd: Type.Number(),
  levels: Type.Array(
    closed({
      level: Level,
      mmolPerL: Type.Optional(Range),
      beyond: Type.Optional(Type.Enum(['above-range', 'below-range'])),
    }),
  ),
});
export type GlucoseRules = Type.Static<typeof GlucoseRules>;

export interface Rules {
  readonly bloodPressure: BloodPressureRules;
  readonly glucose: GlucoseRules;
}

/** What `yike check` says of rules that no clinician has signed. */
export const unsigned = ({ bloodPressure, glucose }: Rules): string[] =>
  [bloodPressure, glucose]
    .filter(({ signedBy }) => signedBy === null)
    .map(({ id, guideline }) => `rules ${id} (${guideline.en}): no clinician has signed them yet (signedBy is empty)`);
