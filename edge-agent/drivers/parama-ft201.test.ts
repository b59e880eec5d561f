import { expect, test } from 'vitest';
import { ownButtonPressed } from '../../test/a-button-monitor.ts';

const found = {
  event: 'reading',
  kind: 'blood-pressure',
  systolicMmHg: 138,
  diastolicMmHg: 84,
  pulsePerMin: 72,
  deviceClock: '2026-11-23T10:30:00',
};

test.each([
  ['none', [found]],
  ['tail', [found]],
  ['error', [{ event: 'failure', kind: 'unknown' }]],
  ['other-settings', [{ event: 'rejected', reason: 'unsupported' }]],
  ['torn', [{ event: 'rejected', reason: 'length' }]],
  ['garbled', [{ event: 'rejected', reason: 'length' }]],
  ['silent', []],
])('with fault %s it tells what came, and is never spoken to', async (fault, told) => {
  expect(await ownButtonPressed('parama-ft201', fault)).toEqual({ told, sent: [] });
});
