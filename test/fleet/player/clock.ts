import { systemClock } from '../../../edge-agent/clock.ts';
import type { Clock } from '../../../edge-agent/ports.ts';

/** Longer than any back-off and than the heartbeat. */
const LONG_MS = 120_000;

/** The machine's clock; waits of more than two minutes pass so many times faster: a station's silence of ten is no test's. */
export const hurriedClock = (times: number): Clock => ({
  ...systemClock,
  at(moment, action) {
    const wait = moment - systemClock.now();
    return systemClock.at(wait > LONG_MS ? systemClock.now() + wait / times : moment, action);
  },
});
