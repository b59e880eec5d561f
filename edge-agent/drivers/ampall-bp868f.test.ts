import { expect, test } from 'vitest';
import { ownButtonPressed } from '../../test/a-button-monitor.ts';

const found = {
  event: 'reading',
  kind: 'blood-pressure',
  systolicMmHg: 138,
  diastolicMmHg: 84,
  meanMmHg: 102,
  pulsePerMin: 72,
};

test.each([
  ['none', [found]],
  ['irregular', [{ ...found, flags: ['irregular'] }]],
  ['error', []],
  ['torn', [{ event: 'rejected', reason: 'length' }]],
  ['garbled', ['length', 'length'].map((reason) => ({ event: 'rejected', reason }))], // its last edge too
  ['silent', []],
])('with fault %s it tells what came, and is never spoken to', async (fault, told) => {
  expect(await ownButtonPressed('ampall-bp868f', fault)).toEqual({ told, sent: [] });
});
