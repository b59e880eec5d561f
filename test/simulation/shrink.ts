import type { Fault } from './faults.ts';
import { type Outcome, type Run, runSeed } from './run-seed.ts';

/** The classes without which that seed does not fail in the same way: each is switched off in turn, and stays off if it may. */
export async function shrunk(run: Run, failed: Outcome): Promise<readonly Fault[]> {
  const how = failed.violations[0]?.invariant;
  let faults = failed.faults;
  for (const fault of failed.faults) {
    const fewer = faults.filter((other) => other !== fault);
    const { violations } = await runSeed({ ...run, faults: fewer });
    if (violations.some(({ invariant }) => invariant === how)) faults = fewer;
  }
  return faults;
}

const LAST = 50;

/** All that one needs to see why, and to run it again. */
export async function reportOf(run: Run, failed: Outcome): Promise<string> {
  const [first] = failed.violations;
  const faults = await shrunk(run, failed);
  const until = first?.atMs ?? Number.POSITIVE_INFINITY;
  const before = failed.history.filter(({ at }) => at <= until).slice(-LAST);
  return [
    `seed ${failed.seed}, rung ${run.rung ?? 'A'}, ${run.hours ?? 24} h, ${failed.steps} steps: ${failed.violations.length} violations`,
    ...failed.violations
      .slice(0, 10)
      .map(({ invariant, says, atMs }) => `  ${invariant}: ${says} (at ${atMs ?? 'the end'})`),
    `fails still with only: ${faults.join(', ') || 'no fault at all'}`,
    `the last ${before.length} events:`,
    ...before.map((happened) => `  ${JSON.stringify(happened).slice(0, 300)}`),
  ].join('\n');
}
