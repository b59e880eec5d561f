import { systemClock } from '../edge-agent/clock.ts';
import type { Cancel, Clock } from '../edge-agent/ports.ts';

/** The machine's clocks, made to leap: what falls due meanwhile happens at once, in order. */
export interface SkippingClock extends Clock {
  skip(ms: number): void;
}

interface Wait {
  readonly moment: number;
  readonly action: () => void;
  cancel: Cancel;
}

export function aSkippingClock(clock: Clock = { ...systemClock }): SkippingClock {
  const waiting = new Set<Wait>();
  let skipped = 0;

  function arm(wait: Wait): void {
    wait.cancel = clock.at(wait.moment - skipped, () => {
      waiting.delete(wait);
      wait.action();
    });
  }
  return {
    wall: () => clock.wall() + skipped,
    now: () => clock.now() + skipped,
    at(moment, action) {
      const wait: Wait = { moment, action, cancel: () => {} };
      waiting.add(wait);
      arm(wait);
      return () => {
        wait.cancel();
        waiting.delete(wait);
      };
    },
    soon: clock.soon,
    skip(ms) {
      skipped += ms;
      for (const wait of [...waiting].sort((one, other) => one.moment - other.moment)) {
        wait.cancel();
        arm(wait);
      }
    },
  };
}
