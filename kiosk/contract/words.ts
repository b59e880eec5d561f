/** The closed sets of words that screens and acts are made of. */
import Type from 'typebox';

export const Language = Type.Enum(['zh-CN', 'en']);
export type Language = Type.Static<typeof Language>;

/** Factor on every letter; keys and grid stay. */
export const TextSize = Type.Union([Type.Literal(1), Type.Literal(1.25), Type.Literal(1.5)]);
export type TextSize = Type.Static<typeof TextSize>;

/** The self-tests that a tile or a notice can stand for. */
export const Service = Type.Enum(['blood-pressure', 'glucose']);
export type Service = Type.Static<typeof Service>;

/** What a tile on the home screen stands for. */
export const Offered = Type.Enum(['blood-pressure', 'glucose', 'recycling']);
export type Offered = Type.Static<typeof Offered>;

/** Why a whole station measures nothing. */
export const OutOfOrder = Type.Enum(['store', 'full', 'calibration']);
export type OutOfOrder = Type.Static<typeof OutOfOrder>;

/**
 * What may be so before a blood-pressure measurement: smoked, drank coffee or exercised within half an hour; a full
 * bladder; chest pain, dizziness or the like now; an arm with a fistula, a wound, or after breast surgery.
 */
export const Answer = Type.Enum(['recent', 'bladder', 'symptoms', 'arm']);
export type Answer = Type.Static<typeof Answer>;

/** When the person last ate. `random`: another time, or not sure. */
export const Meal = Type.Enum(['fasting', 'after-meal-2h', 'random']);
export type Meal = Type.Static<typeof Meal>;

/** What to do about a reading, decided by the rules file alone. */
export const Level = Type.Enum(['ok', 'repeat', 'doctor-soon', 'doctor-today', 'act-now']);
export type Level = Type.Static<typeof Level>;

/** Where a value lies among the rule table's classes; `position` is the share inside its class, 0 to 1. */
export const Band = Type.Object({
  name: Type.Enum(['low', 'in-range', 'a-bit-high', 'high', 'very-high']),
  position: Type.Number({ minimum: 0, maximum: 1 }),
});
export type Band = Type.Static<typeof Band>;

/** `saved`: committed to disk, with full synchronisation. `shown-only`: the person wished so. `not-saved`: it failed; please note it down. */
export const Saved = Type.Enum(['saved', 'shown-only', 'not-saved']);
export type Saved = Type.Static<typeof Saved>;

/** Why the act-now screen stands there. `unsure`: twice a dangerous number that cannot be true as it came. */
export const Emergency = Type.Enum([
  'symptoms',
  'bp-high',
  'bp-low',
  'pulse',
  'no-pulse',
  'unsure',
  'glucose-low',
  'glucose-high',
  'glucose-above-range',
  'glucose-below-range',
]);
export type Emergency = Type.Static<typeof Emergency>;

/**
 * Codes of the problem screens; the words stand in the languages' files. `…-OLD`: nothing new in the meter's memory.
 * `…-SEVERAL`: more than one new result there. `…-OTHER`: the one that is there is somebody else's.
 */
export const BloodPressureProblem = Type.Enum([
  'BP-CUFF',
  'BP-MOVE',
  'BP-WEAK',
  'BP-DOUBT',
  'BP-TWICE',
  'BP-OVER',
  'BP-LOST',
  'BP-OLD',
  'BP-SEVERAL',
  'BP-OTHER',
]);
export type BloodPressureProblem = Type.Static<typeof BloodPressureProblem>;

export const GlucoseProblem = Type.Enum([
  'GLU-STRIP',
  'GLU-LOWVOL',
  'GLU-TEMP',
  'GLU-OLD',
  'GLU-SEVERAL',
  'GLU-OTHER',
  'GLU-CONTROL',
  'GLU-EXPIRED',
]);
export type GlucoseProblem = Type.Static<typeof GlucoseProblem>;

/** What a bin takes. */
export const Material = Type.Enum(['paper', 'bottles', 'metal', 'clothes', 'glass', 'other']);
export type Material = Type.Static<typeof Material>;

/**
 * Of one material, over all its bins. `busy`: somebody is at it, or it is being looked how full it is; soon over. `full`:
 * said before anything is opened.
 */
export const RecyclingOffer = Type.Object({
  material: Material,
  pointsPerKg: Type.Number(),
  mostKg: Type.Number(),
  is: Type.Enum(['ready', 'busy', 'full', 'out-of-order']),
});
export type RecyclingOffer = Type.Static<typeof RecyclingOffer>;

/**
 * Why a deposit brought no points. Nothing was opened: `…-FULL`, `…-BUSY`, `…-DOWN`, `…-SHAKE` (the scale did not stand
 * still), `…-SHUT` (the door stayed closed), `…-STORE` (it could not be kept). `…-JAM`: the door stands open. `…-ZERO`: less
 * than the least; `…-HEAVY`: more than the most. Staff look at it: `…-DOOR` (left open), `…-STAFF` (not weighed for certain).
 */
export const RecyclingProblem = Type.Enum([
  'REC-FULL',
  'REC-BUSY',
  'REC-DOWN',
  'REC-SHAKE',
  'REC-SHUT',
  'REC-STORE',
  'REC-JAM',
  'REC-ZERO',
  'REC-HEAVY',
  'REC-DOOR',
  'REC-STAFF',
]);
export type RecyclingProblem = Type.Static<typeof RecyclingProblem>;
