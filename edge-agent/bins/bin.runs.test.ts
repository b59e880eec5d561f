/** A bin through anything, in any order, and a judge who shares nothing with it. `YIKE_RUNS`: how many lives (1,000). */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aBin, type BinWorld, type BinWorldParts, type Seen } from '../../test/a-bin.ts';
import { play, script } from '../../test/a-bin-script.ts';
import { brokenIn, RULES, type Rule } from '../../test/bin-rules.ts';
import type { Authorisation } from './authorisation.ts';
import type { BinPort, BinSenses } from './bin-port.ts';

const RUNS = Number(process.env.YIKE_RUNS ?? 1000);

test('whatever happens, in whatever order: no rule is broken', async () => {
  const lives = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(script, async (steps) => {
      const world = aBin();
      await play(world, steps);
      expect([...brokenIn(world.seen)]).toEqual([]);
      for (const told of new Set(world.told())) lives.set(told, (lives.get(told) ?? 0) + 1);
    }),
    { numRuns: RUNS },
  );
  // Else little was put to the test.
  for (const [told, oneIn] of [
    ['opened unlocked', 2],
    ['pinched', 10],
    ['alarm door-open true', 12],
    ['task door-open', 30],
    ['fault blocked true', 50],
    ['fault stuck true', 50],
    ['full level true', 20],
    ['alarm smoke true', 30],
  ] as const)
    expect(lives.get(told) ?? 0, told).toBeGreaterThan(RUNS / oneIn / 2);
}, 3_600_000);

/** A mistake, planted around a bin that makes none; the judge must find it. */
interface Planted extends BinWorldParts {
  readonly mistake: string;
  readonly breaks: Rule;
  /** Of whoever asks for an opening. */
  readonly unlock?: (world: BinWorld) => () => void;
  /** What the judge is shown. */
  readonly shows?: (seen: readonly Seen[]) => readonly Seen[];
}

const lying = (lie: Partial<BinSenses>): BinWorldParts => ({
  between(port) {
    const told = (senses: BinSenses | undefined) => senses && { ...senses, ...lie };
    return {
      ...port,
      senses: () => told(port.senses()),
      onSenses: (listener) => port.onSenses((senses) => listener({ ...senses, ...lie })),
    };
  },
});
const driving = (drive: (port: BinPort) => BinPort['drive']): BinWorldParts => ({
  between: (port) => ({ ...port, drive: drive(port) }),
});
/** Asks for one opening after another with the same authorisation, whose book forbids nothing. */
const again = (world: BinWorld): (() => void) => {
  let one: Authorisation | undefined;
  return () => {
    one ??= world.anAuthorisation(true);
    world.bin().unlock(one);
  };
};

const PLANTED: readonly Planted[] = [
  {
    mistake: 'the lock is let go with every move',
    breaks: 'no pulse without a use of its own before it',
    ...driving((port) => async (door) => {
      await port.pulseLock();
      await port.drive(door);
    }),
  },
  {
    mistake: 'a book that forgets',
    breaks: 'at most two pulses an authorisation, and none once it is spent',
    unlock: again,
  },
  {
    mistake: 'a book that forgets, and a restart',
    breaks: 'no pulse after a restart for what was begun before it',
    unlock: again,
  },
  {
    mistake: 'it is said to be closed',
    breaks: 'a second pulse only at a closed door',
    ...lying({ doorClosed: true }),
  },
  { mistake: 'full at 200 %', breaks: 'no pulse while it is full', limits: { fullPercent: 200 } },
  {
    mistake: 'a crowbar that nobody saw',
    breaks: 'the door does not open by itself',
    shows: (seen) => seen.filter((one) => !('what' in one && one.what === 'pushed open')),
  },
  { mistake: 'no hand is seen', breaks: 'the door does not close on a blocked beam', ...lying({ beamFree: true }) },
  { mistake: 'no current is too much', breaks: 'a hand that no beam sees is let go', limits: { pinchAmps: 9 } },
  {
    mistake: 'it stops, and does not reopen',
    breaks: 'a blocked beam reopens the door',
    ...driving((port) => {
      let last = '';
      return (door) => {
        const stops = last === 'closed' && door === 'open';
        last = door;
        return port.drive(stops ? 'released' : door);
      };
    }),
  },
  { mistake: 'it never gives up', breaks: 'at most three closing moves, then staff', limits: { closingTries: 99 } },
  { mistake: 'no smoke is seen', breaks: 'the motor is dead in smoke and heat', ...lying({ smokeFree: true }) },
  {
    mistake: 'it never lets go',
    breaks: 'the motor is dead in alarm, fault, service and offline',
    ...driving((port) => (door) => (door === 'released' ? Promise.resolve() : port.drive(door))),
  },
  {
    mistake: 'an alarm at 61 s',
    breaks: 'an alarm when the door is open for a minute',
    limits: { openAlarmMs: 60_050 },
  },
  {
    mistake: 'a task at 301 s',
    breaks: 'a task when the door is open for five minutes',
    limits: { openTaskMs: 300_050 },
  },
  {
    mistake: 'everything is told twice',
    breaks: 'each opening has one task',
    shows: (seen) => seen.flatMap((one): Seen[] => ('saw' in one && one.saw === 'told' ? [one, one] : [one])),
  },
];

test('each rule has a mistake that breaks it', () => {
  expect(PLANTED.map(({ breaks }) => breaks).toSorted()).toEqual([...RULES].toSorted());
});

test.each(PLANTED)('$mistake: found', async ({ breaks, unlock, shows = (seen: readonly Seen[]) => seen, ...parts }) => {
  const { failed } = await fc.check(
    fc.asyncProperty(script, async (steps) => {
      const world = aBin(parts);
      await play(world, steps, unlock?.(world));
      return !brokenIn(shows(world.seen)).has(breaks);
    }),
    { numRuns: 1000, endOnFailure: true, seed: 1 },
  );
  expect(failed).toBe(true);
});
