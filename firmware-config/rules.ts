/** The clinical rules as data: every limit stands in a file with its guideline's name; no number in code. */
import Type from 'typebox';

const closed = <P extends Type.TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false });

const BandName = Type.Enum(['low', 'in-range', 'a-bit-high', 'high', 'very-high']);
export type BandName = Type.Static<typeof BandName>;

/** From the mildest to the gravest; the gravest that applies is shown. */
export const LEVELS = ['ok', 'repeat', 'doctor-soon', 'doctor-today', 'act-now'] as const;
const Level = Type.Enum(LEVELS);
export type Level = Type.Static<typeof Level>;

/** `from` belongs to it; `below` and `above` do not. */
const Range = closed({
  from: Type.Optional(Type.Number()),
  above: Type.Optional(Type.Number()),
  below: Type.Optional(Type.Number()),
});
export type Range = Type.Static<typeof Range>;

const head = {
  guideline: closed({ 'zh-CN': Type.String(), en: Type.String() }),
  /** The clinician who has read and approved these limits; null until one has. */
  signedBy: Type.Union([Type.String({ minLength: 1 }), Type.Null()], { description: 'a name, or null' }),
};

const pressure = {
  systolicMmHg: Type.Optional(Range),
  diastolicMmHg: Type.Optional(Range),
  pulsePerMin: Type.Optional(Range),
};
const span = closed({ from: Type.Number(), to: Type.Number() });

export const BloodPressureRules = closed({
  id: Type.Enum(['cn-2024'], { description: 'the name of the file' }),
  ...head,
  unit: Type.Literal('mm[Hg]'),
  /** What the scale shows: from the lowest low to where the highest class is drawn to its end. */
  scale: closed({ systolic: span, diastolic: span }),
  /** Below either, and neither above the first class: low. */
  low: closed({ class: Type.String(), systolicBelow: Type.Number(), diastolicBelow: Type.Number() }),
  /** Rising from where low ends. A reading is in the highest class that either of its numbers reaches. */
  classes: Type.Array(
    closed({ class: Type.String(), band: BandName, systolicFrom: Type.Number(), diastolicFrom: Type.Number() }),
    { minItems: 2 },
  ),
  /** What would be dangerous if it stood: one reading alone asks for another at once, before anything milder is said. */
  confirm: Type.Array(closed(pressure)),
  /** What one reading, without questions asked, calls for; none: ok. The order of the lines means nothing. */
  levels: Type.Array(closed({ level: Level, ...pressure })),
});
export type BloodPressureRules = Type.Static<typeof BloodPressureRules>;

const Meal = Type.Enum(['fasting', 'after-meal-2h']);
const MealClasses = Type.Array(closed({ band: BandName, from: Type.Number() }), { minItems: 2 });

export const GlucoseRules = closed({
  id: Type.Enum(['cds-2024'], { description: 'the name of the file' }),
  ...head,
  unit: Type.Literal('mmol/L'),
  /** Below this, sugar helps: at any time, with or without a class. */
  lowBelow: Type.Number(),
  /** Where the highest class is drawn to its end. */
  scaleEnd: Type.Number(),
  /** Classes exist only with a meal context; without one, only levels that ask for none apply. Rising. */
  classes: closed({ fasting: MealClasses, 'after-meal-2h': MealClasses }),
  levels: Type.Array(
    closed({
      level: Level,
      meal: Type.Optional(Meal),
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
