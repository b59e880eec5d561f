/** The world's one clock: a queue of what is to happen. Only it moves time, and two runs of one seed go the same way. */
import type { Cancel } from '../../edge-agent/ports.ts';
import type { Dice } from './random.ts';

export interface Scheduler {
  /** Milliseconds since the world began. */
  now(): number;
  /** Runs `action` then, or next when that moment is past; with others of the same moment in an order drawn by the dice. */
  at(moment: number, action: () => void): Cancel;
  after(ms: number, action: () => void): Cancel;
  /** Something came in through a port. Throws where that has no end. */
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

/** The real one: it has its turn when every micro-task has had its own, and then everything is at rest. */
const { nextTick } = process;
/** Moments are whole parts of a millisecond, so that sums and differences of them are exact. */
const PARTS = 1024;
/** What one step sets going touches the ports less often than this, or it never ends. */
const MOST_STIRS = 100_000;

const NO_REST = 'it does not come to rest';

export function openScheduler(dice: Dice): Scheduler {
  const heap: Entry[] = [];
  let now = 0;
  let steps = 0;
  let stirred = 0;

  const stir = (): void => {
    if (++stirred > MOST_STIRS) throw new Error(NO_REST);
  };
  const settle = async (): Promise<void> => {
    await new Promise<void>((rests) => nextTick(rests));
    if (stirred > MOST_STIRS) throw new Error(`step ${steps}: ${NO_REST}`);
    stirred = 0;
  };

  const scheduler: Scheduler = {
    now: () => now,
    at(moment, action) {
      stir();
      const entry: Entry = { moment: Math.max(Math.ceil(moment * PARTS) / PARTS, now), tie: dice.fraction(), action };
      push(heap, entry);
      return () => {
        entry.action = undefined;
      };
    },
    after: (ms, action) => scheduler.at(now + ms, action),
    stir,
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
