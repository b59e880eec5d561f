import type { FaultPoint } from '../../edge-agent/fault-point.ts';
import { check } from './checker.ts';
import { type Fault, swarmOf } from './faults.ts';
import type { Happened, Violation } from './history.ts';
import { openRealDisk } from './real-disk.ts';
import { openSimDisk } from './sim-disk.ts';
import { withoutRealTime } from './without-real-time.ts';
import { openWorld } from './world.ts';

export interface Run {
  readonly seed: number;
  /** Simulated hours with faults; then it heals. */
  readonly hours?: number;
  /** A: everything simulated. B: the product's own store on real files. */
  readonly rung?: 'A' | 'B';
  /** Instead of those that the seed draws. */
  readonly faults?: readonly Fault[];
}

export interface Outcome {
  readonly seed: number;
  readonly faults: readonly Fault[];
  readonly hash: string;
  readonly steps: number;
  /** How often what happened. */
  readonly tallies: Readonly<Record<string, number>>;
  readonly points: Readonly<Record<FaultPoint, number>>;
  readonly violations: readonly Violation[];
  readonly history: readonly Happened[];
}

const HOUR_MS = 3_600_000;
/** Once faults stop, everything is back within ten minutes. */
const HEAL_MS = 600_000;

/** A station's day, or so many hours of it. The same seed gives the same history, on any day and on any machine. */
export async function runSeed({ seed, hours = 24, rung = 'A', faults = swarmOf(seed) }: Run): Promise<Outcome> {
  using _ = withoutRealTime();
  const world = openWorld({ seed, faults, openDisk: rung === 'A' ? openSimDisk : openRealDisk });
  try {
    await world.pass(hours * HOUR_MS);
    await world.heal(HEAL_MS);
    const { history, points, steps } = world;
    return {
      seed,
      faults,
      get hash() {
        return world.hash();
      },
      steps,
      tallies: talliesOf(history),
      points,
      violations: check(history),
      history,
    };
  } finally {
    world.close();
  }
}

function talliesOf(history: readonly Happened[]): Record<string, number> {
  const tallies: Record<string, number> = {};
  const count = (name: string): void => {
    tallies[name] = (tallies[name] ?? 0) + 1;
  };
  for (const happened of history) {
    count(happened.what);
    if (happened.what === 'fault') count(`fault: ${happened.fault}`);
    if (happened.what === 'shown') count(`shown ${happened.as}`);
  }
  return tallies;
}
