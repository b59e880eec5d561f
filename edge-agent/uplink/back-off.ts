import type { Random } from '../ports.ts';
import type { UplinkErrorCode } from './uplink-error.ts';

const LEAST_MS = 1000;
const MOST_MS = 30_000;
/** Two stations with one name would throw each other out for ever; this long they leave each other alone. */
const TAKEN_OVER_MS = 60_000;

export interface BackOff {
  /** Milliseconds to wait after one more failure. */
  next(code: UplinkErrorCode): number;
  /** It went well for long enough. */
  reset(): void;
}

/**
 * Exponential with full jitter, 1 to 30 s: a whole city's stations lose their broker in the same second and must not
 * come back in the same second. A station that is not let in waits as long as it ever does.
 */
export function openBackOff(random: Pick<Random, 'fraction'>): BackOff {
  let failures = 0;
  return {
    next(code) {
      failures++;
      const ceiling = code === 'credentials' ? MOST_MS : Math.min(MOST_MS, LEAST_MS * 2 ** failures);
      const jittered = LEAST_MS + random.fraction() * (ceiling - LEAST_MS);
      return code === 'taken-over' ? TAKEN_OVER_MS + jittered : jittered;
    },
    reset() {
      failures = 0;
    },
  };
}
