const FIRST_MS = 1000;
const MOST_MS = 300_000;

/** Exponential with full jitter: how long to wait after so many failures in a row (1: the first). At least what the far side asked for, within the bound. */
export function waitMs(failures: number, fraction: number, askedMs = 0): number {
  const ceiling = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20));
  return Math.min(MOST_MS, Math.max(Math.round(fraction * ceiling), askedMs));
}
