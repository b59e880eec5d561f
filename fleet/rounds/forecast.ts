/** When a bin will be full: by the pace of the last seven days, since it was emptied last. Pure. */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
export const LOOK_BACK_MS = 7 * DAY;
/** A fall by so many percent that stays is an emptying; less, or for one sample alone, is a heap that settles or a wrong echo. */
const EMPTIED = 20;
const FEWEST = 3;
const SHORTEST_MS = 6 * HOUR;
/** Slower than this no pace can be told from noise: half a percent a day. */
const SLOWEST = 0.5 / DAY;
const FURTHEST_MS = 60 * DAY;

export interface Sample {
  readonly atMs: number;
  readonly percent: number;
}

/** Wall-clock milliseconds; undefined where no pace can be told. `samples`: oldest first. */
export function fullAt(samples: readonly Sample[], percent: number, nowMs: number): number | undefined {
  if (percent >= 100) return nowMs;
  const since = samples.slice(lastEmptying(samples)).filter(({ atMs }) => atMs > nowMs - LOOK_BACK_MS);
  const [first] = since;
  const last = since.at(-1);
  if (!first || !last || since.length < FEWEST || last.atMs - first.atMs < SHORTEST_MS) return undefined;
  const pace = medianSlope(since);
  if (pace < SLOWEST) return undefined;
  const wait = (100 - percent) / pace;
  return wait > FURTHEST_MS ? undefined : Math.round(nowMs + wait);
}

function lastEmptying(samples: readonly Sample[]): number {
  for (let i = samples.length - 1; i > 0; i--) {
    const low = (samples[i - 1]?.percent ?? 0) - EMPTIED;
    if ((samples[i]?.percent ?? 0) <= low && (samples[i + 1]?.percent ?? 0) <= low) return i;
  }
  return 0;
}

/** Theil and Sen's: the median of the slopes of all pairs. A third of the samples may be wrong and it stays near. */
function medianSlope(samples: readonly Sample[]): number {
  const slopes = samples.flatMap((a, i) =>
    samples.slice(i + 1).flatMap((b) => (b.atMs > a.atMs ? [(b.percent - a.percent) / (b.atMs - a.atMs)] : [])),
  );
  slopes.sort((a, b) => a - b);
  return slopes[Math.floor(slopes.length / 2)] ?? 0;
}
