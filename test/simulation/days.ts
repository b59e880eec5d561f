/** Many station-days in a row: what they came to, and the first that failed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAULT_POINTS } from '../../edge-agent/fault-point.ts';
import { type Outcome, type Run, runSeed } from './run-seed.ts';
import { reportOf } from './shrink.ts';

export interface Days {
  readonly days: number;
  /** How often what happened, over all of them. */
  readonly tallies: Record<string, number>;
  /** In how many of them each class of fault struck. */
  readonly struck: Record<string, number>;
  /** How often each labelled step was passed. */
  readonly points: Record<string, number>;
  /** Reports of those that failed; the first few in full. */
  readonly failures: string[];
}

const FULL_REPORTS = 3;

export async function runDays(runs: Iterable<Run>): Promise<Days> {
  const days = { days: 0, tallies: {}, struck: {}, points: {}, failures: [] } as Days & { days: number };
  for (const run of runs) {
    const outcome = await runSeed(run);
    days.days++;
    add(days, outcome);
    if (outcome.violations.length > 0)
      days.failures.push(
        days.failures.length < FULL_REPORTS
          ? await reportOf(run, outcome)
          : `seed ${run.seed}, rung ${run.rung ?? 'A'}`,
      );
    await new Promise(setImmediate); // the runner's own work
  }
  return days;
}

function add({ tallies, struck, points }: Days, outcome: Outcome): void {
  for (const [name, count] of Object.entries(outcome.tallies)) {
    tallies[name] = (tallies[name] ?? 0) + count;
    if (name.startsWith('fault: ')) struck[name] = (struck[name] ?? 0) + 1;
  }
  for (const point of FAULT_POINTS) points[point] = (points[point] ?? 0) + outcome.points[point];
}

export const seedsFrom = (first: number, count: number, more: Omit<Run, 'seed'> = {}): Run[] =>
  Array.from({ length: count }, (_, index) => ({ ...more, seed: first + index }));

/** Those that failed once run first for ever. */
export const failedOnce = (): Run[] =>
  JSON.parse(readFileSync(join(import.meta.dirname, '..', 'seeds.json'), 'utf8')) as Run[];
