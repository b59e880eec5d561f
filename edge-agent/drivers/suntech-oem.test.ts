import { expect, test } from 'vitest';
import { aDevice } from '../../test/a-monitor.ts';

test.each([
  ['cuff-loose', 'cuff', '57'],
  ['leak', 'cuff', '57'],
  ['movement', 'movement', '02'],
  ['weak-signal', 'weak-signal', '01'],
])('%s is told as the protocol knows it: %s, error %s', async (fault, kind, code) => {
  const module = aDevice('suntech-oem', { pressed: [`fault ${fault}`] });
  await module.ready();
  await module.clock.until(module.device.measure(new AbortController().signal));
  expect(module.toldOf('failure')).toEqual([{ event: 'failure', kind, code }]);
  await module.close();
});

test('a reading has the mean pressure that the module measured, and no flags', async () => {
  const module = aDevice('suntech-oem');
  await module.ready();
  await module.clock.until(module.device.measure(new AbortController().signal));
  expect(module.toldOf('reading')).toEqual([
    {
      event: 'reading',
      kind: 'blood-pressure',
      systolicMmHg: 122,
      diastolicMmHg: 78,
      meanMmHg: 93,
      pulsePerMin: 68,
    },
  ]);
  await module.close();
});

test('busy twice, it measures at the third start', async () => {
  const module = aDevice('suntech-oem', { pressed: ['fault busy'] });
  await module.ready();
  await module.clock.until(module.device.measure(new AbortController().signal));
  expect(module.toldOf('reading')).toHaveLength(1);
  await module.close();
});

test('with a failed self-test it is never connected', async () => {
  const module = aDevice('suntech-oem', { pressed: ['fault self-test'] });
  await module.clock.pass(30_000);
  expect(module.device.health()).toMatchObject({ connects: 0 });
  await module.close();
});
