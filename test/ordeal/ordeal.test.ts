import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { FAMILIES } from './families.ts';
import { NONE, unharmed } from './family.ts';
import { inLanes } from './lanes.ts';
import { POWER_FAMILIES } from './power-families.ts';
import { openProgress } from './progress.ts';
import { table } from './table.ts';

test('what was done is gone on with on the same commit, and on no other', () => {
  const root = mkdtempSync(join(tmpdir(), 'yike-ordeal-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const progress = openProgress(root, 'one');
  progress.add('kills', { ...NONE, runs: 3, lost: 1 });
  progress.add('kills', { ...NONE, runs: 4, twice: 2 });
  expect(openProgress(root, 'one').of('kills')).toEqual({ ...NONE, runs: 7, lost: 1, twice: 2 });
  expect(openProgress(root, 'two').of('kills')).toEqual(NONE);
});

test('the table tells what is not as it must be, and what has not run in full', () => {
  const family = { what: 'the power goes', unit: 'cuts', goal: 2000, good: unharmed };
  const lines = table([
    { family, tallies: { ...NONE, runs: 2000 } },
    { family, tallies: { ...NONE, runs: 1000, wrongPerson: 1 } },
  ]).split('\n');
  expect(lines[2]).toBe('| the power goes | 2,000 cuts | 0 | 0 | 0 | 0 | 0 | as it must be |');
  expect(lines[3]).toBe('| the power goes | 1,000 of 2,000 cuts | 0 | 0 | 0 | 1 | 0 | **not as it must be** |');
});

test('slices run beside each other and are counted in their order', async () => {
  const ends = new Map(['slow', 'quick', 'last'].map((name) => [name, Promise.withResolvers<string>()]));
  const begun: string[] = [];
  const told: string[] = [];
  const all = inLanes(
    [...ends.keys()],
    2,
    (name) => {
      begun.push(name);
      return ends.get(name)?.promise ?? Promise.reject(new Error(name));
    },
    (name, result) => void told.push(`${name} ${result}`),
  );
  expect(begun).toEqual(['slow', 'quick']);
  ends.get('quick')?.resolve('1');
  await expect.poll(() => begun).toEqual(['slow', 'quick', 'last']);
  expect(told).toEqual([]);
  ends.get('slow')?.resolve('2');
  await expect.poll(() => told).toEqual(['slow 2', 'quick 1']);
  ends.get('last')?.reject(new Error('it broke'));
  await expect(all).rejects.toThrow('it broke');
});

test('each family has a name of its own', () => {
  const names = FAMILIES.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

// Days, kills and planted bugs are the simulation's own tests.
test.each(POWER_FAMILIES)('a slice of $name is as it must be', async ({ run, good }) => {
  const tallies = await run(50, 20);
  expect(tallies.runs).toBe(20);
  expect(good(tallies)).toBe(true);
});
