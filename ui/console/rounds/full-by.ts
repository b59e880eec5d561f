/** When a bin is to be emptied, in the words of a plan: whole hours, before the one in which it is full. */
export type FullBy =
  | { readonly key: 'full' | 'no-pace' }
  | { readonly key: 'today' | 'tomorrow-morning' | 'tomorrow'; readonly hour: number }
  | { readonly key: 'weekday'; readonly weekday: number; readonly hour: number }
  | { readonly key: 'date'; readonly month: number; readonly day: number };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAWN = 5;
const NOON = 12;
const WEEK = 7;

/** In the browser's own time zone. Full within the hour is full. */
export function fullBy(fullAt: number | undefined, nowMs: number): FullBy {
  if (fullAt === undefined) return { key: 'no-pace' };
  if (fullAt - nowMs < HOUR_MS) return { key: 'full' };
  const full = new Date(fullAt);
  const hour = full.getHours();
  const days = Math.round((midnight(full) - midnight(new Date(nowMs))) / DAY_MS);
  if (days === 0) return { key: 'today', hour };
  if (days === 1) return { key: hour >= DAWN && hour <= NOON ? 'tomorrow-morning' : 'tomorrow', hour };
  if (days < WEEK) return { key: 'weekday', weekday: full.getDay(), hour };
  return { key: 'date', month: full.getMonth() + 1, day: full.getDate() };
}

const midnight = (moment: Date): number => new Date(moment).setHours(0, 0, 0, 0);
