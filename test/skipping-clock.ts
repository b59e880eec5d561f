import { systemClock } from '../edge-agent/index.ts';
import type { Cancel, Clock } from '../edge-agent/ports.ts';

/** The machine's clocks, which can be made to leap: what falls due meanwhile happens at once, in order. */
export interface SkippingClock extends Clock {
  skip(ms: number): void;
}

export function aSkippingClock(clock: Clock = { ...systemClock }): SkippingClock {
  const waiting = new Set<{ readonly moment: number; readonly action: () => void; cancel: Cancel }>();
  let skipped = 0;
  return {
    wall: () => clock.wall() + skipped,
    now: () => clock.now() + skipped,
    at(moment, action) {
      const wait = { moment, action, cancel: (() => {}) as Cancel };
      waiting.add(wait);
      arm(wait);
      return () => {
        wait.cancel();
        waiting.delete(wait);
      };
    },
    skip(ms) {
      skipped += ms;
      for (const wait of [...waiting].sort((one, other) => one.moment - other.moment)) {
        wait.cancel();
        arm(wait);
      }
    },
  };

  function arm(wait: { readonly moment: number; readonly action: () => void; cancel: Cancel }): void {
    wait.cancel = clock.at(wait.moment - skipped, () => {
      waiting.delete(wait);
      wait.action();
    });
  }
}
