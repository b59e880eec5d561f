/** Dice that fall the same way each time: xoshiro128** (Blackman and Vigna, public domain), one stream per purpose. */
export interface Dice {
  /** 0 ≤ x < 1. */
  fraction(): number;
  bytes(count: number): Uint8Array;
  /** A whole number, 0 ≤ n < limit. */
  below(limit: number): number;
  /** least ≤ x < most. */
  between(least: number, most: number): number;
  /** True so often. */
  chance(probability: number): boolean;
  pick<T>(from: readonly [T, ...T[]]): T;
  /** The wait for something that comes by chance, this long in the mean. */
  wait(mean: number): number;
}

/** Streams of one seed are told apart by their names, so that a throw more in one shifts none of the others. */
export function diceOf(seed: number, name: string): Dice {
  const state = new Uint32Array(4);
  let hash = (seed ^ 0x9e3779b9) >>> 0;
  for (let at = 0; at < name.length; at++) hash = mixed(hash ^ name.charCodeAt(at));
  for (let at = 0; at < 4; at++) {
    hash = mixed((hash + 0x9e3779b9) >>> 0);
    state[at] = hash;
  }
  const next = (): number => {
    const [a = 0, b = 0, c = 0, d = 0] = state;
    const result = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
    const third = c ^ a;
    const fourth = d ^ b;
    state[0] = a ^ fourth;
    state[1] = b ^ third;
    state[2] = third ^ (b << 9);
    state[3] = rotated(fourth, 11);
    return result;
  };
  const dice: Dice = {
    fraction: () => next() / 2 ** 32,
    bytes: (count) => Uint8Array.from({ length: count }, () => next() >>> 24),
    below: (limit) => Math.floor(dice.fraction() * limit),
    between: (least, most) => least + dice.fraction() * (most - least),
    chance: (probability) => dice.fraction() < probability,
    pick: (from) => from[dice.below(from.length)] ?? from[0],
    wait: (mean) => -mean * Math.log(1 - dice.fraction()),
  };
  return dice;
}

const rotated = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/** Each bit of the word decides about each bit of the result (the finaliser of MurmurHash3, public domain). */
function mixed(word: number): number {
  let hash = word;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
