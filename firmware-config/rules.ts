/** The clinical rules as data: every limit stands in a file with its guideline's name; no number in code. */
import Type from 'typebox';
import { closed } from './schema-parts.ts';

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

const Pressure = closed({
  systolicMmHg: Type.Optional(Range),
  diastolicMmHg: Type.Optional(Range),
  pulsePerMin: Type.Optional(Range),
});
const span = closed({ from: Type.Number(), to: Type.Number() });
const reaches = { systolicFrom: Type.Number(), diastolicFrom: Type.Number() };
const seconds = (least: number) => Type.Integer({ minimum: least, maximum: 3600, description: 'whole seconds' });
const count = Type.Integer({ minimum: 1, maximum: 5, description: 'a number of readings, 1 to 5' });

/** How a measurement is led: waits, how many readings, and what is made of them. */
const MeasuringProtocol = closed({
  /** Each picture of how to sit stands so long. */
  postureSeconds: seconds(1),
  /** Seated and silent; who has rested already sits the shortest at least, and the reading is flagged `short-rest`. */
  restSeconds: seconds(1),
  shortestRestSeconds: seconds(1),
  /** From one reading to the next. */
  pauseSeconds: seconds(1),
  /** Taken in any case; a person may stop after one, flagged `single-reading`. */
  readings: count,
  /** More where the first reaches either. */
  raised: closed({ readings: count, ...reaches }),
  /** More where the monitor felt an uneven pulse. */
  irregularReadings: count,
  /** One more where two in a row differ by more than this, in either number. mmHg. */
  differBy: Type.Integer({ minimum: 1, maximum: 50 }),
  /** Never more than this in a row, whatever asks for it. */
  most: count,
  /** What is shown and classed: the mean of all, or of the last two; rounded half up. */
  average: Type.Enum(['all', 'last-two']),
});

export const BloodPressureRules = closed({
  id: Type.Enum(['cn-2024', 'esc-2024'], { description: 'the name of the file' }),
  ...head,
  unit: Type.Literal('mm[Hg]'),
  protocol: MeasuringProtocol,
  /** What the scale shows: from the lowest low to where the highest class is drawn to its end. */
  scale: closed({ systolic: span, diastolic: span }),
  /** Below either: low, unless the other is raised. */
  low: closed({
    class: Type.String(),
    systolicBelow: Type.Number(),
    diastolicBelow: Type.Number(),
    unless: closed(reaches),
  }),
  /** Rising from where low ends. A reading is in the highest class that either of its numbers reaches. */
  classes: Type.Array(closed({ class: Type.String(), band: BandName, ...reaches }), { minItems: 2 }),
  /** Named beside the class: one number raised, the other not. */
  isolated: Type.Array(closed({ class: Type.String(), systolicMmHg: Range, diastolicMmHg: Range })),
  /** Readings that nobody attends run lower: from here on the band is this one, whatever the office table says. */
  unattended: closed({ band: BandName, ...reaches }),
  /** Possible, but so unusual that it is flagged `soft-limit` and measured once more. */
  soft: Type.Array(closed({ ...Pressure.properties, pulsePressureMmHg: Type.Optional(Range) })),
  levels: closed({
    /** By any one reading. The order of the lines means nothing, here and below; none that applies: ok. */
    single: Type.Array(closed({ level: Level, ...Pressure.properties })),
    /** By two readings of the visit that each hold any of these; one alone asks for another before anything milder is said. */
    confirmed: Type.Array(closed({ level: Level, anyOf: Type.Array(Pressure, { minItems: 1 }) })),
    /** By the average. */
    average: Type.Array(closed({ level: Level, ...Pressure.properties })),
  }),
});
export type BloodPressureRules = Type.Static<typeof BloodPressureRules>;
export type PressureLimits = Type.Static<typeof Pressure>;

const Meal = Type.Enum(['fasting', 'after-meal-2h']);
const MealClasses = Type.Array(closed({ band: BandName, from: Type.Number() }), { minItems: 2 });

export const GlucoseRules = closed({
  id: Type.Enum(['cds-2024'], { description: 'the name of the file' }),
  ...head,
  unit: Type.Literal('mmol/L'),
  protocol: closed({
    /** Hands are washed so long before the next picture comes by itself. */
    washSeconds: seconds(1),
    /** From the drop on, so long for the meter's result. */
    waitSeconds: seconds(1),
  }),
  /** Below this, sugar helps: at any time, with or without a class. */
  lowBelow: Type.Number(),
  /** Possible, but so unusual that it is flagged `soft-limit`. */
  soft: Type.Array(Range),
  /** Where the highest class is drawn to its end. */
  scaleEnd: Type.Number(),
  /** Classes exist only with a meal context; without one, only levels that ask for none apply. Rising. */
  classes: closed({ fasting: MealClasses, 'after-meal-2h': MealClasses }),
  levels: Type.Array(
    closed({
      level: Level,
      meal: Type.Optional(Meal),
      /** Only for a person who feels ill; asked where it makes a difference. */
      ill: Type.Optional(Type.Literal(true)),
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
