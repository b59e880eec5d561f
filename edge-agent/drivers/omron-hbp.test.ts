import { expect, test } from 'vitest';
import { ownButtonPressed } from '../../test/a-button-monitor.ts';

const found = { systolicMmHg: 138, diastolicMmHg: 84, pulsePerMin: 72, deviceClock: '2026-11-23T10:30:00' };

test.each([
  ['none', [{ event: 'reading', kind: 'blood-pressure', ...found }]],
  ['movement', [{ event: 'reading', kind: 'blood-pressure', ...found, flags: ['movement'] }]],
  ['hbp-9020', [{ event: 'reading', kind: 'blood-pressure', ...found, meanMmHg: 102 }]],
  ['error', [{ event: 'failure', kind: 'unknown', code: '7' }]],
  ['format-1', ['unsupported', 'length'].map((reason) => ({ event: 'rejected', reason }))],
  ['torn', [{ event: 'rejected', reason: 'length' }]],
  ['garbled', [{ event: 'rejected', reason: 'unknown' }]],
  ['silent', []],
])('with fault %s it tells what its line says, and is never spoken to', async (fault, told) => {
  expect(await ownButtonPressed('omron-hbp', fault)).toEqual({ told, sent: [] });
});
