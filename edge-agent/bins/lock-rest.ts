/** A lock's coil gets hot: so long a rest behind each pulse, so many in a minute. Pure but for what it remembers. */
import type { Board } from '../../firmware-config/index.ts';

const MINUTE_MS = 60_000;

/** Asked at a moment of the clock that only rises; notes the pulse where it allows it. A restart cools no coil: it is never forgotten. */
export function lockRest({ ms, pauseMs, perMinute }: Board['lockPulse']): (now: number) => boolean {
  let pulses: readonly number[] = [];
  return (now) => {
    pulses = pulses.filter((at) => now - at < MINUTE_MS);
    const last = pulses.at(-1);
    if (pulses.length >= perMinute || (last !== undefined && now - last < ms + pauseMs)) return false;
    pulses = [...pulses, now];
    return true;
  };
}
