/** Half of the days that CI runs, in a file of its own for each core. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FAULT_POINTS } from '../../edge-agent/fault-point.ts';
import { bundled } from '../bundled.ts';
import { printed } from '../printed.ts';
import type { Days } from './days.ts';
import { FAULTS } from './faults.ts';

/** A class of fault that strikes in fewer days than this is not tested. */
const STRUCK_IN = 0.05;
const PASSED = 100;

export function holdsFor({ first, count }: { readonly first: number; readonly count: number }): void {
  const days = played(first, count);

  test(`${count} station-days of every fault at once, from seed ${first}: every promise is kept`, async () => {
    const { failures } = await days;
    expect(failures.join('\n\n')).toBe('');
  });

  test(`each class of fault strikes in 5 % of them, and each labelled step is passed ${PASSED} times`, async () => {
    const { struck, points } = await days;
    expect(FAULTS.filter((fault) => (struck[`fault: ${fault}`] ?? 0) < STRUCK_IN * count)).toEqual([]);
    expect(FAULT_POINTS.filter((point) => (points[point] ?? 0) < PASSED)).toEqual([]);
  });

  test('and things were saved, not saved, only shown, lost on the way and sent again', async () => {
    const { tallies } = await days;
    const seen = (name: string): number => tallies[name] ?? 0;
    expect(seen('shown saved')).toBeGreaterThan(10 * count);
    expect(seen('shown not-saved')).toBeGreaterThan(0);
    expect(seen('shown shown-only')).toBeGreaterThan(0);
    expect(seen('died')).toBeGreaterThan(count);
    expect(seen('published')).toBeGreaterThan(seen('puback'));
  });
}

/** In a process of its own, for a core of its own. */
async function played(first: number, count: number): Promise<Days> {
  const script = await bundled(join(import.meta.dirname, 'days-run.ts'));
  return JSON.parse(await printed([script, 'A', String(first), String(count)])) as Days;
}
