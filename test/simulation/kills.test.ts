import { expect, test } from 'vitest';
import { FAULT_POINTS } from '../../edge-agent/fault-point.ts';
import { runKills } from './kills.ts';

test('a hundred lives of a real process, each ended by kill -9: nothing that was called saved is lost, doubled or misplaced', async () => {
  const { tallies, violations, history } = await runKills(1, 100);
  expect(violations).toEqual([]);
  expect(tallies.kills).toBe(100);
  for (const target of [...FAULT_POINTS, 'any moment']) expect(tallies[`killed at ${target}`]).toBeGreaterThan(0);
  expect(history.filter((fact) => fact.what === 'shown' && fact.as === 'saved').length).toBeGreaterThan(10); // on a slow machine most die before
});
