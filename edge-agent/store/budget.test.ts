import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { aStore, type TestStore } from '../../test/a-store.ts';
import { openBudget } from './budget.ts';

const DAY_MS = 86_400_000;
let store: TestStore;
beforeEach(() => {
  store = aStore();
});
afterEach(() => store[Symbol.dispose]());
const large = (): string => 'x'.repeat(20_000);

test('the levels come one after the other, the quota is the end, and room that is made is room again', () => {
  const { usage } = openBudget(store.db, store.folder, 1_000_000);
  const seen = [usage().level];
  expect(() => {
    for (;;) {
      store.add(large);
      const { level } = usage();
      if (level !== seen.at(-1)) seen.push(level);
    }
  }).toThrow(/full/);
  expect(seen).toEqual(['roomy', 'low', 'scarce', 'full']);
  const saved = store.messages().length;
  store.outbox.acknowledge(saved - 1);
  store.clock.jump(8 * DAY_MS);
  expect(store.outbox.purge()).toBe(saved - 1);
  expect(usage().level).toBe('roomy');
  expect(store.add(large)).toBe(saved + 1);
  expect(store.messages().map(({ sequence }) => sequence)).toEqual([saved, saved + 1]);
});

test('the ballast takes its place for real, is given up, and laid again', () => {
  const budget = openBudget(store.db, store.folder);
  const ballast = join(store.folder, 'ballast');
  const { size, blocks } = statSync(ballast);
  expect(size).toBe(16 * 2 ** 20);
  expect(blocks * 512).toBeGreaterThanOrEqual(size);
  budget.giveUpBallast();
  expect(existsSync(ballast)).toBe(false);
  budget.renewBallast();
  expect(existsSync(ballast)).toBe(true);
});

test('a quota below what there is already refuses the next save and takes nothing', () => {
  for (let i = 0; i < 20; i++) store.add(large);
  const { usage } = openBudget(store.db, store.folder, 1000);
  expect(usage()).toEqual({ usedPercent: 100, level: 'full' });
  expect(store.messages()).toHaveLength(20);
});
