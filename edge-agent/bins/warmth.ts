/** How warm it was of late: a fire shows as heat, or as a rise before it. */
import type { BinLimits } from './bin-limits.ts';

/** Each temperature that nothing lower came behind, with since when nothing lower had: ever later, ever warmer. */
export type Warmth = readonly { readonly at: number; readonly celsius: number }[];

type Judged = Pick<BinLimits, 'hotCelsius' | 'riseCelsius' | 'riseWithinMs'>;

/** A temperature holds until the next is told, so the first may be older than the time that counts. */
export function warmthAfter(warmth: Warmth, celsius: number | undefined, now: number, limits: Judged): Warmth {
  const cooler = warmth.filter((point) => celsius === undefined || point.celsius < celsius);
  const dropped = warmth[cooler.length];
  const all = celsius === undefined ? cooler : [...cooler, { at: dropped?.at ?? now, celsius }];
  return all.filter((_, index) => (all[index + 1]?.at ?? now) > now - limits.riseWithinMs);
}

/** What burns, by that. A broken sensor sees no fire: it is told as a silent sensor, and the smoke detector is another. */
export function fires(warmth: Warmth, celsius: number | undefined, limits: Judged): ('heat' | 'heat-rise')[] {
  if (celsius === undefined) return [];
  const coolest = warmth[0]?.celsius ?? celsius;
  return [
    ...(celsius > limits.hotCelsius ? (['heat'] as const) : []),
    ...(celsius - coolest > limits.riseCelsius ? (['heat-rise'] as const) : []),
  ];
}
