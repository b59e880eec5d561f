/** Moments in words. The city has one time, whatever the computer is set to: Asia/Shanghai. */
import { signal } from '@preact/signals';
import { inCity } from './city-day.ts';
import type { Say } from './say.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The service's clock as this page knows it, to the second; this computer's may be wrong. */
export const now = signal(Date.now());
let aheadMs = 0;

/** An answer said what time it is. */
export function setClock(at: number): void {
  aheadMs = at - Date.now();
  tick();
}
function tick(): void {
  now.value = Math.floor((Date.now() + aheadMs) / SECOND_MS) * SECOND_MS;
}
export const startClock = (): void => void setInterval(tick, SECOND_MS);

/** How long: 12 秒, 26 分, 1 小时 12 分, 6 天. Two units where the first is small, no seconds beside minutes. */
export function lasting(ms: number, say: Say): string {
  const whole = Math.max(0, ms);
  if (whole < MINUTE_MS) return say('time.s', { n: Math.floor(whole / SECOND_MS) });
  if (whole < HOUR_MS) return say('time.min', { n: Math.floor(whole / MINUTE_MS) });
  if (whole < DAY_MS) {
    const minutes = Math.floor((whole % HOUR_MS) / MINUTE_MS);
    const hours = Math.floor(whole / HOUR_MS);
    return minutes === 0 ? say('time.h', { n: hours }) : say('time.h-min', { n: hours, min: minutes });
  }
  const days = Math.floor(whole / DAY_MS);
  const hours = Math.floor((whole % DAY_MS) / HOUR_MS);
  return days >= 3 || hours === 0 ? say('time.d', { n: days }) : say('time.d-h', { n: days, h: hours });
}

/** How long ago. What lies ahead of us by a little was just now: two clocks are never the same. */
export const ago = (at: number, nowMs: number, say: Say): string =>
  nowMs - at < SECOND_MS ? say('time.just-now') : say('time.ago', { lasting: lasting(nowMs - at, say) });

/** 2026-11-29T21:26:05 as the city's clocks show it; reckoned, since a formatter is too slow for a row of a long list. */
const written = (at: number): string => inCity(at).toISOString();

/** 2026-11-29 */
export const dateOf = (at: number): string => written(at).slice(0, 10);

/** 21:26, with `seconds` 21:26:05 */
export const clockOf = (at: number, seconds = false): string => written(at).slice(11, seconds ? 19 : 16);

/** The hour alone on the same day, the date before it on any other. */
export const momentOf = (at: number, nowMs: number): string =>
  dateOf(at) === dateOf(nowMs) ? clockOf(at) : `${dateOf(at)} ${clockOf(at)}`;

/** A moment ahead by its hour, as one plans a day: 今天 16 点, 明天 9 点, 12-03. */
export function soonOf(at: number, nowMs: number, say: Say): string {
  const n = inCity(at).getUTCHours();
  if (at <= nowMs) return say('time.now');
  if (dateOf(at) === dateOf(nowMs)) return say('time.today', { n });
  if (dateOf(at) === dateOf(nowMs + DAY_MS)) return say('time.tomorrow', { n });
  return dateOf(at).slice(5);
}
