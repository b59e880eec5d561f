/** Whether more may go in: judged while the door is closed, by medians, and believed only after some alike. */
import type { BinLimits } from './bin-limits.ts';
import type { BinSenses } from './bin-port.ts';

/**
 * Why nothing more goes in. `unknown`: a sensor is silent, or something lies across the opening, so that nobody knows how
 * full it is or whether its door could close again. Each goes by itself.
 */
export const FULL_REASONS = ['level', 'weight', 'unknown'] as const;
export type FullReason = (typeof FULL_REASONS)[number];

type Looked = Pick<BinSenses, 'levelMm' | 'coarseGrams' | 'celsius' | 'motorAmps' | 'beamFree'>;
/** `between`: neither enough to be full nor to be empty again. */
type Verdict = 'yes' | 'no' | 'between';
/** How often in a row it was said. */
interface Streak {
  readonly verdict: Verdict;
  readonly times: number;
}

export interface Fill {
  readonly full: readonly FullReason[];
  readonly streaks: Readonly<Partial<Record<FullReason, Streak>>>;
  readonly looks: readonly Looked[];
  /** Since the round began; it ends when each verdict is believed. */
  readonly decisions: number;
  /** The next look; undefined: it is judged, and nothing has changed since. */
  readonly lookAt: number | undefined;
  /** How full it is by its level, 0 to 100, as last decided; undefined: not known. */
  readonly percent: number | undefined;
  /** What the last look saw. */
  readonly seen: Looked | undefined;
}

export const NOT_JUDGED: Fill = {
  full: [],
  streaks: {},
  looks: [],
  decisions: 0,
  lookAt: undefined,
  percent: undefined,
  seen: undefined,
};

/** A round begins at that moment; what was found stands until it is found otherwise. */
export const judgedFrom = (fill: Fill, lookAt: number): Fill => ({ ...fill, looks: [], decisions: 0, lookAt });

/** Somebody has emptied it. */
export const emptied = (fill: Fill): Fill => ({
  ...fill,
  full: fill.full.filter((why) => why === 'unknown'),
  streaks: {},
});

/** One moment of a closed door. */
export function looked(fill: Fill, senses: Looked, now: number, limits: BinLimits): Fill {
  if (fill.lookAt === undefined)
    return same(fill.seen, senses) ? fill : judgedFrom({ ...fill, seen: senses }, now + limits.levelLookMs);
  if (now < fill.lookAt) return fill;
  const after = { ...fill, looks: [...fill.looks, senses], lookAt: now + limits.levelLookMs, seen: senses };
  return after.looks.length < limits.levelLooks ? after : decided(after, limits);
}

function decided(fill: Fill, limits: BinLimits): Fill {
  const verdicts = verdictsOf(fill.looks, limits);
  const streaks: Partial<Record<FullReason, Streak>> = {};
  for (const why of FULL_REASONS) {
    const before = fill.streaks[why];
    const verdict = verdicts[why];
    streaks[why] = { verdict, times: before?.verdict === verdict ? before.times + 1 : 1 };
  }
  const believed = (why: FullReason, verdict: Verdict): boolean => {
    const streak = streaks[why];
    return streak?.verdict === verdict && streak.times >= limits.levelDecisions;
  };
  const full = FULL_REASONS.filter((why) => believed(why, 'yes') || (fill.full.includes(why) && !believed(why, 'no')));
  const decisions = fill.decisions + 1;
  const percent = depth(fill.looks, limits) ?? fill.percent;
  const after = { ...fill, full, streaks, looks: [], decisions, percent: clamped(percent) };
  const sure = FULL_REASONS.every((why) => (streaks[why]?.times ?? 0) >= limits.levelDecisions);
  const steady = fill.looks.every((look) => same(fill.seen, look)); // the last of them may have been the first of a change
  return sure && steady && judged(after, limits) ? { ...after, lookAt: undefined } : after;
}

/** Enough has been decided since the round began. */
export const judged = (fill: Fill, limits: BinLimits): boolean => fill.decisions >= limits.levelDecisions;

/** Percent of the way from the floor to the heap of a full one. */
function depth(looks: readonly Looked[], { emptyMm, fullMm }: BinLimits): number | undefined {
  const mm = median(looks.map(({ levelMm }) => levelMm));
  return mm === undefined ? undefined : (100 * (emptyMm - mm)) / (emptyMm - fullMm);
}

const clamped = (percent: number | undefined): number | undefined =>
  percent === undefined ? undefined : Math.round(Math.min(100, Math.max(0, percent)));

function verdictsOf(looks: readonly Looked[], limits: BinLimits): Record<FullReason, Verdict> {
  const grams = median(looks.map(({ coarseGrams }) => gramsIn(coarseGrams)));
  const heavy = grams === undefined ? undefined : (100 * grams) / limits.mostGrams;
  return {
    level: judge(depth(looks, limits), limits.fullPercent, limits.clearPercent),
    weight: judge(heavy, 100, limits.clearPercent),
    unknown: 2 * looks.filter(blind).length > looks.length ? 'yes' : 'no',
  };
}

const blind = (look: Looked): boolean =>
  !look.beamFree ||
  look.levelMm === undefined ||
  look.celsius === undefined ||
  look.motorAmps === undefined ||
  look.coarseGrams === 'broken';

const gramsIn = (grams: Looked['coarseGrams']): number | undefined =>
  grams === 'overload' ? Number.POSITIVE_INFINITY : grams === 'broken' ? undefined : grams;

/** Of what was seen, if most looks saw anything. */
function median(values: readonly (number | undefined)[]): number | undefined {
  const seen = values.filter((value) => value !== undefined).toSorted((one, other) => one - other);
  return 2 * seen.length > values.length ? seen[Math.floor(seen.length / 2)] : undefined;
}

function judge(percent: number | undefined, full: number, clear: number): Verdict {
  if (percent === undefined) return 'between';
  return percent >= full ? 'yes' : percent < clear ? 'no' : 'between';
}

const same = (one: Looked | undefined, other: Looked): boolean =>
  one !== undefined &&
  one.levelMm === other.levelMm &&
  one.coarseGrams === other.coarseGrams &&
  blind(one) === blind(other);
