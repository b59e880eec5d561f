/**
 * May this machine's wall clock be believed? A box without a battery starts in 1970 or at its last shutdown; NTP, staff or a
 * failing clock chip move it while the station runs. What is measured keeps the time that it was measured at. This says
 * whether that time is to be trusted and, once it is known, how far it was off.
 */
import type { Clock } from './ports.ts';

/** What leaps further was set; smaller errors are slewed away by NTP, a twelfth of a second in each at most (chrony's maxslewrate). */
const STEP_MS = 5000;
/** A clock that was set and runs true for so long is believed: NTP asks every 2048 s at least (timesyncd.conf, PollIntervalMaxSec). */
const BORNE_OUT_MS = 2_400_000;
/** No station runs a program as old as that. */
const LIFE_MS = 10 * 365.25 * 86_400_000;

export interface ClockBounds {
  /** When this program was released, milliseconds since 1970: it cannot run before that. */
  readonly releasedAtMs: number;
  /** When the newest event in the store was saved, as far as it holds any: nor before that. */
  readonly newestSavedAtMs?: number | undefined;
}

export interface ClockLook {
  readonly trusted: boolean;
  /** Only at the look that finds it trusted again: what to add to the times that were not. 0: they were right. */
  readonly correctedByMs?: number;
}

/** Each look compares with the one before: look often, and before a time is written down. */
export function openClockTrust(
  clock: Pick<Clock, 'wall' | 'now'>,
  { releasedAtMs, newestSavedAtMs = releasedAtMs }: ClockBounds,
): () => ClockLook {
  const floor = Math.max(releasedAtMs, newestSavedAtMs - STEP_MS);
  const plausible = (wall: number): boolean => wall >= floor && wall <= releasedAtMs + LIFE_MS;
  /** Wall minus monotonic, which steps alone change. */
  let offset = clock.wall() - clock.now();
  let trusted = plausible(clock.wall());
  let lastTrusted = trusted ? offset : undefined;
  let steppedAt: number | undefined;

  /** Forward out of the past, or back to where it was: what was set wrong has been set right. */
  const setRight = (step: number): boolean =>
    step > STEP_MS || (step < -STEP_MS && lastTrusted !== undefined && Math.abs(offset - lastTrusted) <= STEP_MS);
  const borneOut = (now: number): boolean => steppedAt !== undefined && now - steppedAt >= BORNE_OUT_MS;

  return () => {
    const wall = clock.wall();
    const now = clock.now();
    const step = wall - now - offset;
    offset = wall - now;
    const stepped = Math.abs(step) > STEP_MS;
    if (stepped) steppedAt = now;
    if (trusted) {
      trusted = !stepped && plausible(wall);
      if (trusted) lastTrusted = offset;
      return { trusted };
    }
    const right = setRight(step);
    trusted = plausible(wall) && (right || borneOut(now));
    if (!trusted) return { trusted };
    lastTrusted = offset;
    return { trusted, correctedByMs: right ? step : 0 };
  };
}
