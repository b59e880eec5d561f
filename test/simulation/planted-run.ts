/** Runs in a copy of the tree with a bug in it: which of these seeds is the first to fail? `planted-run.ts RUNG FIRST COUNT` */
import { seedsFrom } from './days.ts';
import { breachesOf } from './deposit-script.ts';
import { type Run, runSeed } from './run-seed.ts';

const [rung, first, count] = process.argv.slice(2);

for (const run of seedsFrom(Number(first), Number(count), { rung: rung === 'B' ? 'B' : 'A' })) {
  const [violation] = rung === 'deposits' ? await deposit(run.seed) : await fate(run);
  if (violation) {
    process.stdout.write(JSON.stringify({ fell: { seed: run.seed, ...violation } }));
    process.exit(0);
  }
}
process.stdout.write('{}');

async function deposit(seed: number) {
  return (await breachesOf(seed)).map((says) => ({ invariant: 'deposits', says }));
}

/** A bug may also show by a world that cannot go on. */
async function fate(run: Run) {
  try {
    return (await runSeed(run)).violations;
  } catch (error) {
    return [{ invariant: 'the world', says: error instanceof Error ? error.message : 'unknown' }];
  }
}
