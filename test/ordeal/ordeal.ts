/**
 * `npm run ordeal`: ill-treats the station in every way there is, for as long as it takes; goes on where it was interrupted
 * on the same commit. `-- NAME…` some of the families, `-- --share 0.02` so much of each, `-- --readme` writes the table there.
 * Fails when one of them is not as it must be.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { install } from '../needs.ts';
import { printed } from '../printed.ts';
import { writeReadme } from '../readme.ts';
import { FAMILIES } from './families.ts';
import { NONE, sum, type Tallies } from './family.ts';
import { inLanes } from './lanes.ts';
import { openProgress } from './progress.ts';
import { table } from './table.ts';

const root = join(import.meta.dirname, '..', '..');
const SLICE = join(import.meta.dirname, 'slice.ts');
const LANES = Math.min(2, availableParallelism());

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { share: { type: 'string', default: '1' }, readme: { type: 'boolean', default: false } },
});
const share = Number(values.share);
const unknown = positionals.filter((name) => !FAMILIES.some((family) => family.name === name));
if (!(share > 0 && share <= 1) || unknown.length > 0) {
  const names = FAMILIES.map(({ name }) => name).join(', ');
  process.stderr.write(`--share is above 0 and at most 1; the families are ${names}\n`);
  process.exit(64);
}
const missing = install();
if (missing.length > 0) {
  process.stderr.write(`These Debian packages are missing: ${missing.join(' ')}\n`);
  process.exit(2);
}

const progress = openProgress(root);
const chosen = FAMILIES.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const slices = chosen.flatMap(({ name, goal, slice }) => {
  const wanted = Math.ceil(goal * share);
  const { runs } = progress.of(name);
  return Array.from({ length: Math.max(0, Math.ceil((wanted - runs) / slice)) }, (_, index) => {
    const before = runs + index * slice;
    return { name, before, amount: Math.min(slice, wanted - before), wanted };
  });
});
await inLanes(
  slices,
  LANES,
  async ({ name, before, amount }) => {
    const found = JSON.parse(await printed([SLICE, name, String(before), String(amount)])) as Tallies;
    if (found.runs !== amount) throw new Error(`${name}: ${found.runs} of ${amount} runs after ${before}`);
    return found;
  },
  ({ name, before, amount, wanted }, found) => {
    progress.add(name, found);
    process.stderr.write(`${name}: ${before + amount} of ${wanted}\n`);
  },
);

const rows = FAMILIES.map((family) => ({ family, tallies: progress.of(family.name) })).filter(
  ({ tallies }) => tallies.runs > 0,
);
const { runs } = rows.map(({ tallies }) => tallies).reduce(sum, NONE);
const machine = `${availableParallelism()} cores, Node ${process.versions.node}`;
const report = `${table(rows)}\n\n${runs.toLocaleString('en')} runs of ${progress.commit.slice(0, 12)}; ${machine}.\n`;
process.stdout.write(report);
if (values.readme) writeReadme('ordeal', report);
process.exitCode = rows.every(({ family, tallies }) => family.good(tallies)) ? 0 : 1;
