/** `npm test`: everything CI runs, one project after the other; ends with the sum of the runner's own reports. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { install } from './needs.ts';

const root = join(import.meta.dirname, '..');
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const PROJECTS = ['unit', 'system', 'simulation', 'ordeal', 'browser', 'screens'] as const;

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly object[] }[];
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
for (const project of PROJECTS) {
  const file = join(folder, `${project}.json`);
  process.stdout.write(`\n== ${project}\n`);
  const args = [
    vitest,
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ];
  const { status } = spawnSync(process.execPath, [...args, ...process.argv.slice(2)], {
    cwd: root,
    stdio: ['ignore', 1, 2],
  });
  const report = reportOf(file);
  const counted = sum.failed;
  sum.passed += report?.numPassedTests ?? 0;
  sum.failed += report?.numFailedTests ?? 0;
  sum.skipped += (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
  // A file that does not even load, an error outside every test, a runner that died: each is a failure without a test.
  sum.failed +=
    report?.testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0)
      .length ?? 0;
  if (status !== 0 && sum.failed === counted) sum.failed++;
}
rmSync(folder, { recursive: true });
process.stdout.write(`\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped\n`);
process.exitCode = sum.failed > 0 ? 1 : 0;

function reportOf(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    return undefined; // the runner died before its report
  }
}
