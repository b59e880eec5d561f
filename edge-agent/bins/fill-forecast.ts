/** When a bin will be full, by how it has filled since it was last emptied. */
export interface FillForecast {
  /** What is decided now, in percent; `now`: of the clock that only rises. */
  saw(percent: number, now: number): void;
  /** Hours from now until it is full; undefined: too little is known, or it fills no more. */
  hoursToFull(now: number): number | undefined;
}

const HOUR_MS = 3_600_000;
/** The pace of a day says something; that of ten minutes does not. */
const LEAST_MS = HOUR_MS;
const REMEMBERED_MS = 72 * HOUR_MS;
/** A heap shifts; so much less at once, and somebody has emptied it. */
const EMPTIED_BY = 20;
const MOST_HOURS = 24 * 60;

export function openFillForecast(): FillForecast {
  let seen: { readonly percent: number; readonly at: number }[] = [];
  return {
    saw(percent, now) {
      const last = seen.at(-1);
      if (last?.percent === percent) return;
      if (last && percent <= last.percent - EMPTIED_BY) seen = [];
      seen = [...seen.filter(({ at }) => at >= now - REMEMBERED_MS), { percent, at: now }];
    },
    hoursToFull(now) {
      const [first, ...more] = seen;
      const last = more.at(-1);
      if (!first || !last) return undefined;
      if (last.percent >= 100) return 0;
      const lasted = now - first.at; // what has stood still since counts as well
      const rise = last.percent - first.percent;
      if (lasted < LEAST_MS || rise <= 0) return undefined;
      const hours = ((100 - last.percent) * lasted) / rise / HOUR_MS;
      return hours > MOST_HOURS ? undefined : Math.round(hours);
    },
  };
}
