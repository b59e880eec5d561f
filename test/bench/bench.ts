/** `npm run bench`: every figure of ours beside its rival's, as one table; `-- --readme` writes it there, `-- speed` measures that family alone, `-- --long` also what takes longer. Fails when a wanted one is missed. */
import { availableParallelism, totalmem } from 'node:os';
import { install } from '../needs.ts';
import { writeReadme } from '../readme.ts';
import { busyRows } from './busy.ts';
import { bytesRows } from './bytes.ts';
import { claimRows } from './claim.ts';
import { consoleRows } from './console.ts';
import { cpuRows } from './cpu.ts';
import { cuffRows } from './cuff.ts';
import { drainRows } from './drain.ts';
import { fleetRows } from './fleet.ts';
import { memoryRows } from './memory.ts';
import { pixelRows } from './pixel.ts';
import { ROUNDS, type Row, table } from './row.ts';
import { speedRows } from './speed.ts';
import { startRows } from './start.ts';
import { storeRows } from './store.ts';
import { survivorRows } from './survivors.ts';
import { visitRows } from './visits.ts';

const missing = install();
if (missing.length > 0) {
  process.stderr.write(`These Debian packages are missing: ${missing.join(' ')}\n`);
  process.exit(2);
}

const rows: Row[] = [];
const FAMILIES = {
  pixel: pixelRows,
  cuff: cuffRows,
  speed: speedRows,
  store: storeRows,
  drain: drainRows,
  busy: busyRows,
  survivors: survivorRows,
  claim: claimRows,
  bytes: bytesRows,
  cpu: cpuRows,
  start: startRows,
  memory: memoryRows,
  visits: visitRows,
  fleet: fleetRows,
  console: consoleRows,
};
const chosen = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const unknown = chosen.filter((word) => !Object.hasOwn(FAMILIES, word));
if (unknown.length > 0) {
  process.stderr.write(`There is no ${unknown.join(', ')}; there are ${Object.keys(FAMILIES).join(', ')}\n`);
  process.exit(2);
}
for (const [family, measure] of Object.entries(FAMILIES)) {
  if (chosen.length > 0 && !chosen.includes(family)) continue;
  process.stderr.write(`${family} …\n`);
  rows.push(...(await measure()));
}

const machine = `${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
const today = new Date().toISOString().slice(0, 10);
const report = `${table(rows)}\n\n${machine}, ${today}. Medians of ${ROUNDS} runs where no other number is said.\n`;
process.stdout.write(report);
if (process.argv.includes('--readme')) writeReadme('bench', report);
process.exitCode = rows.every(({ wanted }) => wanted?.met !== false) ? 0 : 1;
