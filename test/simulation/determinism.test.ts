import { expect, test } from 'vitest';
import { failedOnce, runDays, seedsFrom } from './days.ts';
import { diceOf } from './random.ts';
import { linesOf } from './record.ts';
import { runSeed } from './run-seed.ts';
import { openScheduler } from './scheduler.ts';
import { withoutRealTime } from './without-real-time.ts';

const TWENTY = seedsFrom(1, 20);

test('what failed once does not fail again', async () => {
  expect((await runDays(failedOnce())).failures.join('\n\n')).toBe('');
});

test('twenty seeds, run twice, have the same history twice', async () => {
  for (const run of TWENTY) expect((await runSeed(run)).hash).toBe((await runSeed(run)).hash);
});

test("with the product's own store on real files the history is that of the model, line for line", async () => {
  for (const run of TWENTY) {
    const [model, real] = [await runSeed(run), await runSeed({ ...run, rung: 'B' })];
    expect(real.violations).toEqual([]);
    if (!POWER_CUTS.some((fault) => model.faults.includes(fault)))
      expect(linesOf(real.history)).toEqual(linesOf(model.history)); // timers of its own break ties otherwise
  }
});
/** Here the two differ: a copy of the real files keeps the marks that a power cut takes from the model. */
const POWER_CUTS = ['killed', 'killed at a point', 'disk full'] as const;

test('a class of fault that is switched off shifts nothing in the dice of the others', () => {
  const throws = (name: string) => Array.from({ length: 5 }, diceOf(7, name).fraction);
  expect(throws('noise')).toEqual(throws('noise'));
  expect(throws('noise')).not.toEqual(throws('babble'));
  expect(Array.from({ length: 1000 }, diceOf(7, 'noise').fraction).reduce((sum, x) => sum + x, 0) / 1000).toBeCloseTo(
    0.5,
    1,
  );
});

test('the queue moves time, and waits for every promise before it goes on', async () => {
  const scheduler = openScheduler(diceOf(1, 'order'));
  const seen: string[] = [];
  scheduler.after(10, () => {
    seen.push(`begins at ${scheduler.now()}`);
    void (async () => {
      for (let turn = 0; turn < 20; turn++) await undefined;
      seen.push(`ends at ${scheduler.now()}`);
    })();
  });
  scheduler.after(10.5, () => seen.push(`next at ${scheduler.now()}`));
  scheduler.after(11, () => seen.push('cancelled'))();
  await scheduler.runUntil(20);
  expect(seen).toEqual(['begins at 10', 'ends at 10', 'next at 10.5']);
  expect(scheduler.now()).toBe(20);
});

test('what never comes to rest is an error, not a world that hangs', async () => {
  const scheduler = openScheduler(diceOf(1, 'order'));
  const forEver = async (): Promise<never> => {
    for (;;) {
      scheduler.stir();
      await undefined;
    }
  };
  let ended: Promise<unknown> | undefined;
  scheduler.after(1, () => {
    ended = forEver().catch((error: unknown) => error);
  });
  await expect(scheduler.runUntil(10)).rejects.toThrow('step 1: it does not come to rest');
  expect(await ended).toEqual(new Error('it does not come to rest'));
});

test('real clocks and real dice are out of reach while a world turns, and back afterwards', () => {
  {
    using _ = withoutRealTime();
    for (const reach of [Date.now, Math.random, () => performance.now(), () => setTimeout(() => {}, 1)])
      expect(reach).toThrow('not of the simulated world');
  }
  expect(Date.now()).toBeGreaterThan(0);
  expect(performance.now()).toBeGreaterThan(0);
});
