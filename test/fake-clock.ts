import type { Clock } from '../edge-agent/ports.ts';

/** A clock that passes only when a test says so. Wall and monotonic time start apart, so that a mix-up shows. */
export interface FakeClock extends Clock {
  /** Lets so much time pass, running what falls due in order, and lets promises settle between. */
  pass(ms: number): Promise<void>;
  /** Passes time in small steps until the promise settles; fails after `limitMs` of its own time. */
  until<T>(promise: Promise<T>, limitMs?: number): Promise<T>;
  /** The wall clock jumps; the monotonic one does not. */
  jump(ms: number): void;
  /** How many timers wait. */
  waiting(): number;
}

const aTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
/** The world outside this process goes on for a turn, in real time, before the clock passes. */
const goesOn = (turn: () => Promise<void>) => async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
  await turn();
};

/** `settle`: resolves when whatever the last action set in motion has come to rest. */
export function aFakeClock(wallMs = Date.UTC(2026, 10, 23, 6, 20), settle = goesOn(aTurn)): FakeClock {
  let now = 1000;
  let wallOffset = wallMs - now;
  let order = 0;
  const waiting = new Map<number, { moment: number; action: () => void }>();
  const due = (limit: number) =>
    [...waiting.entries()]
      .filter(([, { moment }]) => moment <= limit)
      .sort(([a, x], [b, y]) => x.moment - y.moment || a - b)[0];

  const clock: FakeClock = {
    wall: () => wallOffset + now,
    now: () => now,
    at(moment, action) {
      const key = order++;
      waiting.set(key, { moment, action });
      return () => waiting.delete(key);
    },
    soon: (action) => void setImmediate(action), // the world outside goes on whether this clock does or not
    async pass(ms) {
      const end = now + ms;
      await settle();
      for (let next = due(end); next; next = due(end)) {
        const [key, { moment, action }] = next;
        waiting.delete(key);
        now = Math.max(now, moment);
        action();
        await settle();
      }
      now = end;
      await settle();
    },
    async until(promise, limitMs = 600_000) {
      let settled = false;
      const mark = () => {
        settled = true;
      };
      promise.then(mark, mark);
      for (const end = now + limitMs; !settled; await clock.pass(10)) {
        if (now >= end) throw new Error(`not settled within ${limitMs} ms of the clock`);
      }
      return promise;
    },
    jump(ms) {
      wallOffset += ms;
    },
    waiting: () => waiting.size,
  };
  return clock;
}

/**
 * A fake clock for real wires: it is passed by hand as ever, but so slowly that a kernel and other processes keep up,
 * ten milliseconds of its own in at least four real ones.
 */
export const aSteppedClock = (): FakeClock =>
  aFakeClock(
    undefined,
    goesOn(() => new Promise((resolve) => setTimeout(resolve, 2))),
  );

/** Node runs a tick behind every promise that is settled by then, and no turn of its event loop is spent. */
const aTick = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));
/** So often the event loop turns all the same, or the test's own limit of time would never be looked at. */
const TURNS_ONE_IN = 500;
let ticks = 0;

/** A fake clock for what is all in this process and moves by promises alone: no `soon`, no file, no socket. */
export const anInnerClock = (): FakeClock =>
  aFakeClock(undefined, () => (++ticks % TURNS_ONE_IN === 0 ? aTurn() : aTick()));
