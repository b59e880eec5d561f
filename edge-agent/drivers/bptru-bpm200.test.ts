import { expect, test } from 'vitest';
import { aDevice } from '../../test/a-monitor.ts';

test.each([
  ['cuff-loose', 'cuff', '83'],
  ['leak', 'cuff', '83'],
  ['movement', 'movement', '81'],
  ['weak-signal', 'weak-signal', '88'],
])('%s is told as the protocol knows it: %s, code %s', async (fault, kind, code) => {
  const monitor = aDevice('bptru-bpm200', { pressed: [`fault ${fault}`] });
  await monitor.ready();
  await monitor.clock.until(monitor.device.measure(new AbortController().signal));
  expect(monitor.toldOf('failure')).toEqual([{ event: 'failure', kind, code }]);
  await monitor.close();
});

test('a reading has no mean pressure and no flags: the protocol knows none', async () => {
  const monitor = aDevice('bptru-bpm200');
  await monitor.ready();
  await monitor.clock.until(monitor.device.measure(new AbortController().signal));
  expect(monitor.toldOf('reading')).toEqual([
    { event: 'reading', kind: 'blood-pressure', systolicMmHg: 122, diastolicMmHg: 78, pulsePerMin: 68 },
  ]);
  await monitor.close();
});
