/** `npm test`: everything CI runs; ends with the sum of the runner's own reports. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { install } from './needs.ts';

const root = join(import.meta.dirname, '..');
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
/** Two lanes at once: one reckons while the other waits for brokers, clocks and the hand at the screen. */
const LANES = [
  ['unit', 'simulation', 'ordeal', 'screens'],
  ['system', 'fleet', 'boards', 'browser'],
] as const;
const LINES_OF_A_FAILURE = 8;
type Project = (typeof LANES)[number][number];

interface Report {
  readonly numPassedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[] | null;
    }[];
  }[];
}

const missing = install();
if (missing.length > 0) {
  process.stderr.write(
    `These Debian packages are missing: ${missing.join(' ')}\n  apt-get install ${missing.join(' ')}\n`,
  );
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'yike-test-'));
const sum = { passed: 0, failed: 0, skipped: 0 };
const failures: string[] = [];
await Promise.all(
  LANES.map(async (lane) => {
    for (const project of lane) count(await run(project));
  }),
);
rmSync(folder, { recursive: true });
// Once more at the end: of a log this long the end alone may be all that is kept.
if (failures.length > 0) process.stdout.write(`\n${failures.join('\n')}\n`);
process.stdout.write(`\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped\n`);
process.exitCode = sum.failed > 0 ? 1 : 0;

/** What it prints comes in one piece, behind its end. */
async function run(project: Project): Promise<{ readonly project: Project; readonly code: number | null }> {
  process.stdout.write(`… ${project}\n`);
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json'];
  const child = spawn(
    process.execPath,
    [vitest, ...args, `--outputFile.json=${reportFile(project)}`, ...process.argv.slice(2)],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk));
  const [code]: (number | null)[] = await once(child, 'close');
  process.stdout.write(`\n== ${project}\n${Buffer.concat(said)}`);
  return { project, code: code ?? null };
}

function reportFile(project: Project): string {
  return join(folder, `${project}.json`);
}

function count({ project, code }: { readonly project: Project; readonly code: number | null }): void {
  const report = reportOf(reportFile(project));
  sum.passed += report?.numPassedTests ?? 0;
  sum.skipped += (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
  const failed = report === undefined ? [] : failuresOf(report);
  // An error outside every test, a runner that died: each is a failure without a test.
  if (code !== 0 && failed.length === 0) failed.push(`its runner ended with ${code}`);
  sum.failed += failed.length;
  failures.push(...failed.map((what) => `✗ ${project}: ${what}`));
}

function failuresOf(report: Report): string[] {
  return report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name);
    // A file that does not even load has no test that could fail.
    if (status === 'failed' && assertionResults.length === 0) return [`${file}\n    ${indented(message)}`];
    return assertionResults
      .filter((test) => test.status === 'failed')
      .map((test) => `${file} › ${test.fullName}\n    ${indented(test.failureMessages?.join('\n') ?? '')}`);
  });
}

function indented(message: string): string {
  return message.split('\n').slice(0, LINES_OF_A_FAILURE).join('\n    ');
}

function reportOf(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    return undefined; // the runner died before its report
  }
}
