/** Kill -9 at every labelled step of a deposit, and at every commit in it, on a real database. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { DEPOSIT_POINTS } from '../../edge-agent/fault-point.ts';
import { bundled } from '../bundled.ts';
import { NODE_COMPILE_CACHE } from '../printed.ts';

const BEFORE = 4200;
/** A deposit saves its beginning, its pulse, the opened door, the closed one, and what came of it. */
const COMMITS = 5;
const SAVES = ['before save', 'inside save', 'after save'].flatMap((point) =>
  Array.from({ length: COMMITS }, (_, i) => [point, i + 1] as const),
);
const KILLS = [...DEPOSIT_POINTS.map((point) => [point, 1] as const), ...SAVES, ['never', 1] as const];

let child: string;
beforeAll(async () => {
  child = await bundled(join(import.meta.dirname, 'deposit-child.ts'));
});

function run(...args: readonly string[]) {
  const { signal, status, stdout, stderr } = spawnSync(process.execPath, [child, ...args], {
    encoding: 'utf8',
    env: { ...process.env, NODE_COMPILE_CACHE },
  });
  return { end: signal ?? status, stdout, stderr };
}

test.each(KILLS)('killed at “%s” (%i): it comes to one thing, once', (point, nth) => {
  const folder = mkdtempSync(join(tmpdir(), 'yike-deposit-'));
  try {
    expect(run(folder, String(BEFORE), point, String(nth))).toMatchObject({ end: 'SIGKILL', stderr: '' });
    const things = readFileSync(join(folder, 'things'), 'utf8').split('\n');
    const [pulses, dropped] = [things.filter((what) => what === 'pulse').length, things.includes('dropped 1000')];
    if (point === 'never') expect(things).toContain('through');
    const again = run(folder, String(BEFORE + (dropped ? 1000 : 0)));
    expect(again).toMatchObject({ end: 0, stderr: '' });
    const after = readFileSync(join(folder, 'things'), 'utf8').split('\n');
    expect(
      after.filter((what) => what === 'pulse'),
      'no pulse after a restart',
    ).toHaveLength(pulses);
    const { events, unsettled, sum, balance } = JSON.parse(again.stdout);
    const deposits = events.filter(({ type = '' }) => type === 'city.yike.deposit.v1');
    const points = events.filter(({ type = '' }) => type === 'city.yike.points.v1');
    expect({ unsettled, sum }).toEqual({ unsettled: 0, sum: 0 });
    expect(deposits.length, 'never twice').toBeLessThanOrEqual(1);
    if (pulses > 0) expect(deposits, 'never lost').toHaveLength(1);
    expect(balance).toBe(dropped ? 60 : 0);
    expect(points).toHaveLength(dropped ? 1 : 0);
    if (dropped) expect(deposits[0].data).toMatchObject({ grams: 1000, points: 60, after: { grams: BEFORE + 1000 } });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
