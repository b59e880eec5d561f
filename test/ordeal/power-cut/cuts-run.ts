/** Runs in a copy of the tree with a bug in it: `cuts-run.ts SEED STATES`; prints what the power cuts took. */
import { powerCuts } from './power-cuts.ts';

const [seed, states] = process.argv.slice(2).map(Number);
process.stdout.write(JSON.stringify(powerCuts({ seed: seed ?? 1, states: states ?? 1, synchronous: 'FULL' })));
