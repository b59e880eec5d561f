/** The world's one clock: a queue of what is to happen. Only it moves time, and two runs of one seed go the same way. */
import type { Cancel } from '../../edge-agent/ports.ts';
import type { Dice } from './random.ts';

export interface Scheduler {
  /** Milliseconds since the world began. */
  now(): number;
  /** Runs `action` then, or next when that moment is past; with others of the same moment in an order drawn by the dice. */
  at(moment: number, action: () => void): Cancel;
  after(ms: number, action: () => void): Cancel;
  /** Something came in through a port: what it sets going is waited for before time moves on. */
  stir(): void;
  /** Lets everything up to that moment happen, and time get there. Throws when what happens does not come to rest. */
  runUntil(moment: number): Promise<void>;
  readonly steps: number;
}

interface Entry {
  readonly moment: number;
  readonly tie: number;
  action: (() => void) | undefined;
}

/** So many turns of the micro-task queue without a port being touched, and everything is at rest: no chain of ours is longer. */
const QUIET_TURNS = 24;
/** Moments are whole parts of a millisecond, so that sums and differences of them are exact. */
const PARTS = 1024;
const MOST_ROUNDS = 200;

export function openScheduler(dice: Dice): Scheduler {
  const heap: Entry[] = [];
  let now = 0;
  let steps = 0;
  let stirred = 0;

  const settle = async (): Promise<void> => {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const before = stirred;
      for (let turn = 0; turn < QUIET_TURNS; turn++) await undefined;
      if (stirred === before) return;
    }
    throw new Error(`step ${steps}: it does not come to rest`);
  };

  const scheduler: Scheduler = {
    now: () => now,
    at(moment, action) {
      stirred++;
      const entry: Entry = { moment: Math.max(Math.ceil(moment * PARTS) / PARTS, now), tie: dice.fraction(), action };
      push(heap, entry);
      return () => {
        entry.action = undefined;
      };
    },
    after: (ms, action) => scheduler.at(now + ms, action),
    stir() {
      stirred++;
    },
    async runUntil(end) {
      await settle();
      for (let next = heap[0]; next && next.moment <= end; next = heap[0]) {
        pop(heap);
        if (!next.action) continue;
        now = next.moment;
        steps++;
        next.action();
        await settle();
      }
      now = end;
    },
    get steps() {
      return steps;
    },
  };
  return scheduler;
}

const before = (a: Entry, b: Entry): boolean => a.moment < b.moment || (a.moment === b.moment && a.tie < b.tie);

function push(heap: Entry[], entry: Entry): void {
  let at = heap.push(entry) - 1;
  for (let up = (at - 1) >> 1; at > 0; up = (at - 1) >> 1) {
    const parent = heap[up];
    if (!parent || before(parent, entry)) break;
    heap[at] = parent;
    at = up;
  }
  heap[at] = entry;
}

function pop(heap: Entry[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  let at = 0;
  for (;;) {
    let down = 2 * at + 1;
    const left = heap[down];
    const right = heap[down + 1];
    if (!left) break;
    if (right && before(right, left)) down++;
    const child = heap[down];
    if (!child || before(last, child)) break;
    heap[at] = child;
    at = down;
  }
  heap[at] = last;
}
