import { expect, test } from 'vitest';
import { aDevice } from '../../test/a-monitor.ts';

test.each([
  ['cuff-loose', 'leak', '02'],
  ['movement', 'leak', '05'],
  ['weak-signal', 'weak-signal', '06'],
  ['leak', 'leak', '0F'],
])('%s is told as the protocol knows it: %s, error %s', async (fault, kind, code) => {
  const monitor = aDevice('maibobo-rbp', { pressed: [`fault ${fault}`] });
  await monitor.ready();
  await monitor.clock.until(monitor.device.measure(new AbortController().signal));
  expect(monitor.toldOf('failure')).toEqual([{ event: 'failure', kind, code }]);
  await monitor.close();
});

test('a reading has no mean pressure and no flags: the protocol knows none', async () => {
  const monitor = aDevice('maibobo-rbp');
  await monitor.ready();
  await monitor.clock.until(monitor.device.measure(new AbortController().signal));
  expect(monitor.toldOf('reading')).toEqual([
    { event: 'reading', kind: 'blood-pressure', systolicMmHg: 122, diastolicMmHg: 78, pulsePerMin: 68 },
  ]);
  await monitor.close();
});

test('what is spoiled on the way to the monitor is said again', async () => {
  let spoiled = 0;
  const monitor = aDevice('maibobo-rbp', { toDevice: (bytes) => (++spoiled <= 2 ? [bytes.slice(1)] : [bytes]) });
  await monitor.ready();
  expect(monitor.sent).toHaveLength(4); // the stop three times, the connect
  await monitor.close();
});
