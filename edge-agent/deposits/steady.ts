import type { Weight } from '../domain/event.ts';
import type { Weighing } from './deposit.ts';

/** So long a scale must have stood still, by what it told since. */
const STILL_MS = 1000;
/** Two weights that differ by no more are the same. */
const WITHIN_GRAMS = 20;

/** Watches a scale until it has stood still. */
export interface Steady {
  /** The weight that it has come to rest at; undefined as long as it has not. */
  hears(weight: Weight, now: number, wallMs: number): Weighing | undefined;
}

/** What was told before it is asked counts for nothing: it may be from before something was put in. `now`: the clock that only rises. */
export function untilSteady(): Steady {
  let first: { readonly weight: Weight; readonly at: number } | undefined;
  return {
    hears(weight, now, wallMs) {
      if (!weight.stable) {
        first = undefined;
        return undefined;
      }
      const same =
        first && first.weight.net === weight.net && Math.abs(first.weight.grams - weight.grams) <= WITHIN_GRAMS;
      if (!first || !same) {
        first = { weight, at: now };
        return undefined;
      }
      if (now - first.at < STILL_MS) return undefined;
      return { grams: weight.grams, ...(weight.net && { net: weight.net }), atMs: wallMs };
    },
  };
}
