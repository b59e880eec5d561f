/** Chance that can be had again: the same seed, the same numbers (mulberry32, Tommy Ettinger 2017, public domain). */
export interface Chance {
  /** From 0 up to, and without, 1. */
  number(): number;
  /** A whole number from 0 up to, and without, `below`. */
  below(below: number): number;
  /** True so often: 0 never, 1 always. */
  happens(often: number): boolean;
}

export function aChance(seed: number): Chance {
  let state = seed >>> 0;
  const number = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { number, below: (below) => Math.floor(number() * below), happens: (often) => number() < often };
}
