import { expect, test } from 'vitest';
import { ioErrors } from './io-errors.ts';
import type { Refusal } from './power-cut/recording.ts';

const GOOD = { lost: 0, corrupt: 0, reused: 0, damaged: 0 };
const RUNS = 20;
const spread = (as: Refusal['as'], first: number) =>
  Array.from({ length: RUNS }, (_, index) => ({ at: first + 26 * index, as }));

test('a write or a synchronising that fails once takes nothing that was confirmed; it is noticed, and saving goes on', () => {
  const tallies = ioErrors(1, spread('EIO', 1));
  expect(tallies).toMatchObject({ runs: RUNS, unnoticed: 0, ...GOOD });
  expect(tallies.carriedOn).toBeGreaterThan(RUNS / 2);
  expect(tallies.confirmed).toBeGreaterThan(RUNS * 100);
});

test('nor one that fails right behind a mark that was not waited for, and takes its pages for clean', () => {
  const everyOne = Array.from({ length: 64 }, (_, index) => ({ at: 200 + index, as: 'EIO' as const }));
  expect(ioErrors(1, everyOne)).toMatchObject({ runs: 64, unnoticed: 0, carriedOn: 64, ...GOOD });
});

test('a disk that is full from some write on takes nothing that was confirmed, and the process says so and ends', () => {
  const tallies = ioErrors(2, spread('ENOSPC', 2));
  expect(tallies).toMatchObject({ runs: RUNS, unnoticed: 0, carriedOn: 0, ...GOOD });
  expect(tallies.confirmed).toBeGreaterThan(RUNS);
});

test('the control: a process that gives its word before the commit is found out', () => {
  expect(ioErrors(1, spread('ENOSPC', 50).slice(0, 10), 'hasty').lost).toBeGreaterThan(0);
});

test('a folder that could not be synchronised when the log was made is synchronised before anything is confirmed', () => {
  // Of these two the second is that very one; SQLite says nothing of it.
  const found = ioErrors(
    20,
    [21, 22].map((at) => ({ at, as: 'EIO' as const })),
  );
  expect(found).toMatchObject({ carriedOn: 1, confirmed: 180, lost: 0, corrupt: 0, reused: 0, damaged: 0 });
});
