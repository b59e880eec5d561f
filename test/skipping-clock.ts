import { systemClock } from '../edge-agent/index.ts';
import type { Cancel, Clock } from '../edge-agent/ports.ts';

/** The machine's clocks, made to leap and to run fast: what falls due meanwhile happens at once, in order. */
export interface SkippingClock extends Clock {
  skip(ms: number): void;
}

interface Wait {
  readonly moment: number;
  readonly action: () => void;
  cancel: Cancel;
}

/** `rate`: its seconds in a second of the machine's. */
export function aSkippingClock(rate = 1, clock: Clock = { ...systemClock }): SkippingClock {
  const waiting = new Set<Wait>();
  const began = { now: clock.now(), wall: clock.wall() };
  let skipped = 0;
  const since = (): number => (clock.now() - began.now) * rate + skipped;

  function arm(wait: Wait): void {
    wait.cancel = clock.at(began.now + (wait.moment - began.now - skipped) / rate, () => {
      waiting.delete(wait);
      wait.action();
    });
  }
  return {
    wall: () => Math.round(began.wall + since()),
    now: () => began.now + since(),
    at(moment, action) {
      const wait: Wait = { moment, action, cancel: () => {} };
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
}
