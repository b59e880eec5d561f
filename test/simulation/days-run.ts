/** So many days in a process of its own, for a core of its own: `days-run.ts RUNG FIRST COUNT`, their sum as JSON on stdout. */
import { runDays, seedsFrom } from './days.ts';

Error.stackTraceLimit = 0; // a day makes ten thousand refusals; the failing seed is played again with them

const [rung, first, count] = process.argv.slice(2);
process.stdout.write(
  JSON.stringify(await runDays(seedsFrom(Number(first), Number(count), { rung: rung === 'B' ? 'B' : 'A' }))),
);
