import { expect, test } from 'vitest';
import { ownButtonPressed } from '../../test/a-button-monitor.ts';

const found = {
  event: 'reading',
  kind: 'blood-pressure',
  systolicMmHg: 138,
  diastolicMmHg: 84,
  meanMmHg: 102,
  pulsePerMin: 72,
  deviceClock: '2026-11-23T10:30:00',
};

test.each([
  ['none', [found]],
  ['status', [{ event: 'rejected', reason: 'unknown' }]],
  ['torn', [{ event: 'rejected', reason: 'length' }]],
  ['garbled', [{ event: 'rejected', reason: 'length' }]],
  ['silent', []],
])('with fault %s it tells what came, and is never spoken to', async (fault, told) => {
  expect(await ownButtonPressed('terumo-bp500', fault)).toEqual({ told, sent: [] });
});
