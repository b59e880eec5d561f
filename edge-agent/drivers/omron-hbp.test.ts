import { expect, test } from 'vitest';
import { aDevice } from '../../test/a-monitor.ts';

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
  const monitor = aDevice('omron-hbp', { pressed: [`fault ${fault}`] });
  await monitor.ready();
  monitor.press('take 138/84/72');
  await monitor.clock.pass(1000);
  expect(monitor.told.map(({ at: _, ...event }) => event)).toEqual(told);
  expect(monitor.sent).toEqual([]);
  await monitor.close();
});
