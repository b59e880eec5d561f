/** What can go wrong, by classes; each seed turns on some of them, so that they meet in every combination. */

import { type Dice, diceOf } from './random.ts';
import type { Recorder } from './record.ts';
import type { Scheduler } from './scheduler.ts';

export const FAULTS = [
  // the line
  'late puback',
  'no puback',
  'pubacks out of order',
  'delivered twice',
  'cut before publish',
  'cut after publish',
  'cut after puback',
  'half-open line',
  'connection refused',
  'name taken over',
  'broker down',
  'broker crash',
  'not taken for now',
  'refused for good',
  // the platform
  'platform down',
  'platform crash',
  'forged receipt',
  'foreign receipt',
  'falling receipt',
  // the devices
  'split frames',
  'noise',
  'babble',
  'flipped bit',
  'mute device',
  'unplugged',
  'late frame',
  'stored history',
  // the people, who are no fault, and do what nobody planned
  'walks away',
  'two at once',
  'only show',
  'ends early',
  'stops the cuff',
  // the machine
  'clock drift',
  'clock step',
  'no clock',
  'disk full',
  'disk error',
  'damaged row',
  'restarted',
  'killed',
  'killed at a point',
  // the line again: a new class stands last, or the seeds that failed once draw others
  'hangs up at a row',
] as const;
export type Fault = (typeof FAULTS)[number];

/** So many of the classes a seed turns on, in the mean. */
const SHARE = 0.35;

export const swarmOf = (seed: number): Fault[] => {
  const dice = diceOf(seed, 'swarm');
  return FAULTS.filter(() => dice.chance(SHARE));
};

export interface Faults {
  /** Does it strike here and now? Only while its class is on, and then so often; noted when it does. */
  strikes(fault: Fault, chance: number, detail?: string): boolean;
  /** Strikes so many times a day in the mean, at any moment. */
  nowAndThen(fault: Fault, perDay: number, strike: () => void): void;
  /** A stream for what the fault draws beyond that. */
  dice(fault: Fault): Dice;
  /** Nothing goes wrong any more. */
  heal(): void;
}

const DAY_MS = 86_400_000;

export function openFaults(
  seed: number,
  on: readonly Fault[],
  { scheduler, note }: { readonly scheduler: Scheduler; readonly note: Recorder['note'] },
): Faults {
  let classes: ReadonlySet<Fault> = new Set(on);
  const streams = new Map(FAULTS.map((fault) => [fault, diceOf(seed, fault)]));
  const dice = (fault: Fault): Dice => {
    const stream = streams.get(fault);
    if (!stream) throw new Error(`no such fault: ${fault}`);
    return stream;
  };
  return {
    dice,
    strikes(fault, chance, detail) {
      if (!classes.has(fault) || !dice(fault).chance(chance)) return false;
      note({ what: 'fault', fault, ...(detail !== undefined && { detail }) });
      return true;
    },
    nowAndThen(fault, perDay, strike) {
      if (!classes.has(fault)) return;
      const next = (): void => {
        scheduler.after(dice(fault).wait(DAY_MS / perDay), () => {
          if (!classes.has(fault)) return;
          note({ what: 'fault', fault });
          strike();
          next();
        });
      };
      next();
    },
    heal() {
      classes = new Set();
      note({ what: 'healed' });
    },
  };
}
