import { randomBytes } from 'node:crypto';
import type { Clock, Random } from './ports.ts';

/** When this version was released: no clock that shows less is right. Moved on with each release. */
export const RELEASED_AT_MS = Date.UTC(2026, 10, 1);

/** The machine's own clocks. A timer keeps the process alive: who ends cancels its own. */
export const systemClock: Clock = {
  wall: () => Date.now(),
  now: () => performance.now(),
  at(moment, action) {
    let timer: NodeJS.Timeout | undefined;
    // Node's timers may fire a little early against performance.now(), and take no more than 2^31-1 ms.
    const wait = (): void => {
      const left = moment - performance.now();
      timer = setTimeout(left > 0 ? arrive : action, Math.min(Math.max(left, 0), 2 ** 31 - 1));
    };
    const arrive = (): void => {
      if (performance.now() >= moment) action();
      else wait();
    };
    wait();
    return () => clearTimeout(timer);
  },
  soon: (action) => void setImmediate(action),
};

export const systemRandom: Random = {
  bytes: (count) => randomBytes(count),
  fraction: () => randomBytes(4).readUInt32LE() / 2 ** 32,
};
