/** What this process knows of itself: does its event loop keep up, and how much memory does it hold? */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Cancel, Clock, Log } from '../edge-agent/index.ts';

/** Whoever touches the screen feels more than that. */
const STALL_MS = 200;
const WINDOW_MS = 10_000;
/** How often the loop is asked; each answer is late by that at least, and that is taken off again. */
const RESOLUTION_MS = 20;

export interface ThisProcess {
  /** By how much the event loop was late at most, 99 times in 100, over the last ten whole seconds. */
  loopDelayP99Ms(): number;
  residentBytes(): number;
  cancel: Cancel;
}

/** Each ten seconds in which something held up the loop is a line in the log, with the worst of it. */
export function watchThisProcess({ clock, log }: { readonly clock: Clock; readonly log: Log }): ThisProcess {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  let p99Ms = 0;
  let cancel: Cancel = () => {};
  const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);

  const look = (): void => {
    if (delays.count > 0) {
      const worst = late(delays.max);
      p99Ms = late(delays.percentile(99));
      delays.reset();
      if (worst > STALL_MS) log.warn('event loop stalled', { stalledMs: Math.round(worst) });
    }
    cancel = clock.at(clock.now() + WINDOW_MS, look);
  };
  delays.enable();
  look();
  return {
    loopDelayP99Ms: () => p99Ms,
    residentBytes: () => process.memoryUsage.rss(),
    cancel() {
      cancel();
      delays.disable();
    },
  };
}
