import { type Family, NONE, type Tallies, unharmed } from './family.ts';
import { ioErrors } from './io-errors.ts';
import { powerCuts } from './power-cut/power-cuts.ts';
import type { Refusal } from './power-cut/recording.ts';

interface Found {
  readonly lost: number;
  readonly corrupt: number;
  readonly reused: number;
  readonly damaged: number;
}

const tallied = (runs: number, { lost, corrupt, reused, damaged }: Found): Tallies => ({
  ...NONE,
  runs,
  lost,
  twice: reused,
  corrupt: corrupt + damaged,
});

/** Every write from the first on, one run for each. */
async function refused(as: Refusal['as'], before: number, amount: number): Promise<Tallies> {
  const refusals = Array.from({ length: amount }, (_, index) => ({ at: before + index + 1, as }));
  const found = ioErrors(before, refusals);
  if (found.unnoticed > 0) throw new Error(`${as}: ${found.unnoticed} refusals behind ${before} went unnoticed`);
  return tallied(found.runs, found);
}

export const POWER_FAMILIES: readonly Family[] = [
  {
    name: 'power-cuts',
    what: 'the power goes while events are saved, acknowledged and purged; the disk keeps what was synchronised, and any part of the rest',
    unit: 'disk states',
    goal: 20_000,
    slice: 400,
    run: async (seed, amount) => tallied(amount, powerCuts({ seed, states: amount, synchronous: 'FULL' })),
    good: unharmed,
  },
  {
    name: 'power-cuts-normal',
    what: 'the control: the same with `synchronous = NORMAL`; it must lose',
    unit: 'disk states',
    goal: 2000,
    slice: 400,
    run: async (seed, amount) => tallied(amount, powerCuts({ seed, states: amount, synchronous: 'NORMAL' })),
    good: ({ lost }) => lost > 0,
  },
  {
    name: 'io-error',
    what: 'the n-th write or synchronising fails once (EIO), for every n; then a clean reopen, and two power cuts',
    unit: 'processes',
    goal: 500,
    slice: 20,
    run: (seed, amount) => refused('EIO', seed, amount),
    good: unharmed,
  },
  {
    name: 'disk-full',
    what: 'the disk is full from the n-th write on (ENOSPC), for every n; then a clean reopen, and two power cuts',
    unit: 'processes',
    goal: 500,
    slice: 20,
    run: (seed, amount) => refused('ENOSPC', seed, amount),
    good: unharmed,
  },
];
