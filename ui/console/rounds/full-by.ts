/** When a bin is to be emptied, in the words of a plan: whole hours, before the one in which it is full. */
import { DAY_MS, dayOf, inCity } from '../city-day.ts';

export type FullBy =
  | { readonly key: 'full' | 'no-pace' }
  | { readonly key: 'today' | 'tomorrow-morning' | 'tomorrow'; readonly hour: number }
  | { readonly key: 'weekday'; readonly weekday: number; readonly hour: number }
  | { readonly key: 'date'; readonly month: number; readonly day: number };

const HOUR_MS = 3_600_000;
const DAWN = 5;
const NOON = 12;
const WEEK = 7;

/** Full within the hour is full. */
export function fullBy(fullAt: number | undefined, nowMs: number): FullBy {
  if (fullAt === undefined) return { key: 'no-pace' };
  if (fullAt - nowMs < HOUR_MS) return { key: 'full' };
  const full = inCity(fullAt);
  const hour = full.getUTCHours();
  const days = (dayOf(fullAt) - dayOf(nowMs)) / DAY_MS;
  if (days === 0) return { key: 'today', hour };
  if (days === 1) return { key: hour >= DAWN && hour <= NOON ? 'tomorrow-morning' : 'tomorrow', hour };
  if (days < WEEK) return { key: 'weekday', weekday: full.getUTCDay(), hour };
  return { key: 'date', month: full.getUTCMonth() + 1, day: full.getUTCDate() };
}
