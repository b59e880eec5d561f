import type { Clock } from './ports.ts';

export interface VirtualClock {
  readonly clock: Clock;
  /** Runs what falls due, moment after moment and without waiting, until the promise settles. Throws when nothing is left to wait for. */
  until<T>(promise: Promise<T>): Promise<T>;
}

/** A clock on which an hour takes as long as its work. `soon`: behind every promise that is already settled. */
export function openVirtualClock(soon: Clock['soon']): VirtualClock {
  let now = 0;
  const waiting = new Set<{ readonly moment: number; readonly action: () => void }>();
  const clock: Clock = {
    wall: () => now,
    now: () => now,
    at(moment, action) {
      const timer = { moment, action };
      waiting.add(timer);
      return () => waiting.delete(timer);
    },
    soon,
  };
  return {
    clock,
    async until(promise) {
      let settled = false;
      const over = (): void => {
        settled = true;
      };
      promise.then(over, over);
      for (;;) {
        await new Promise<void>((resolve) => soon(resolve));
        if (settled) return promise;
        const [first, ...others] = waiting;
        if (!first) throw new Error('nothing is left to wait for');
        const next = others.reduce((a, b) => (b.moment < a.moment ? b : a), first);
        waiting.delete(next);
        now = Math.max(now, next.moment);
        next.action();
      }
    },
  };
}
