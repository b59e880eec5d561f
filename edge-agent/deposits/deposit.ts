/** What a deposit is made of, and what comes of it. Pure. */
import type { Material, Prices } from '../../firmware-config/index.ts';

/** What a scale showed while it stood still. */
export interface Weighing {
  /** Whole grams. */
  readonly grams: number;
  /** A tare is taken off it. */
  readonly net?: true;
  /** Wall clock. */
  readonly atMs: number;
}

/** With what a deposit was begun: on disk before its bin is opened. */
export interface Begun {
  readonly bin: string;
  readonly scale: string;
  readonly material: Material;
  /** To whom its points go. */
  readonly account: string;
  readonly before: Weighing;
  /** The whole list: what is credited is reckoned by it, even after a restart with another. */
  readonly prices: Prices;
}

/**
 * `interrupted`: the station or the bin's board stopped on the way, and it was weighed once that was over. `unopened`: the
 * door was let go, and stayed closed. `nothing`: less than the least. The others are for staff, and bring nothing:
 * `negative` (lighter than before), `too-much`, `tare` (the scale's own zero was set on the way), `unweighed` (no stable
 * weight in time), `left-open`, `unsure` (the records were damaged on the way).
 */
export type DepositFlag =
  | 'interrupted'
  | 'unopened'
  | 'nothing'
  | 'negative'
  | 'too-much'
  | 'tare'
  | 'unweighed'
  | 'left-open'
  | 'unsure';

const FOR_STAFF: readonly DepositFlag[] = ['negative', 'too-much', 'tare', 'unweighed', 'left-open', 'unsure'];

export interface Outcome {
  /** What was put in; 0 where nothing is certain. Whole grams. */
  readonly grams: number;
  readonly after?: Weighing;
  readonly points: number;
  readonly flags: readonly DepositFlag[];
}

/** Somebody must look at it: it brought nothing, and may have been something. */
export const isForStaff = ({ flags }: Outcome): boolean => flags.some((flag) => FOR_STAFF.includes(flag));

/** What was put in is what the scale shows more than before, and nothing else is. */
export function weighed(
  begun: Begun,
  after: Weighing,
  { interrupted, tared }: { readonly interrupted: boolean; readonly tared: boolean },
): Outcome {
  const { before, prices, material } = begun;
  const flags: DepositFlag[] = interrupted ? ['interrupted'] : [];
  const nothing = (why: DepositFlag): Outcome => ({ grams: 0, after, points: 0, flags: [...flags, why] });
  if (tared || before.net !== after.net) return nothing('tare');
  const grams = after.grams - before.grams;
  if (Math.abs(grams) < prices.leastGrams) return nothing('nothing');
  if (grams < 0) return nothing('negative');
  if (grams > prices.mostGrams) return nothing('too-much');
  // Whole numbers throughout; what is not a whole point is nobody's.
  const points = Math.floor((grams * (prices.pointsPerKg[material] ?? 0)) / 1000);
  return { grams, after, points, flags };
}

/** Nothing was weighed, for this reason. */
export const notWeighed = (why: DepositFlag, interrupted: boolean): Outcome => ({
  grams: 0,
  points: 0,
  flags: interrupted && why !== 'interrupted' ? ['interrupted', why] : [why],
});
