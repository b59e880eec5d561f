import { expect, test } from 'vitest';
import { aDevice } from '../../test/a-monitor.ts';

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
  const monitor = aDevice('terumo-bp500', { pressed: [`fault ${fault}`] });
  await monitor.ready();
  monitor.press('take 138/84/72');
  await monitor.clock.pass(1000);
  expect(monitor.told.map(({ at: _, ...event }) => event)).toEqual(told);
  expect(monitor.sent).toEqual([]);
  await monitor.close();
});
