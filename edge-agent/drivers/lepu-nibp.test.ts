import { expect, test } from 'vitest';
import { aDevice } from '../../test/a-monitor.ts';

test.each([
  ['cuff-loose', 'cuff', '2/0'],
  ['leak', 'leak', '3/0'],
  ['movement', 'movement', '7/0'],
  ['weak-signal', 'weak-signal', '5/0'],
])('%s is told as the protocol knows it: %s, error %s', async (fault, kind, code) => {
  const module = aDevice('lepu-nibp', { pressed: [`fault ${fault}`] });
  await module.ready();
  await module.clock.until(module.device.measure(new AbortController().signal));
  await module.clock.pass(5000);
  expect(module.toldOf('failure')).toEqual([{ event: 'failure', kind, code }]);
  await module.close();
});

test('a result that the module says three times is told once', async () => {
  const lost = aDevice('lepu-nibp', { toDevice: (bytes) => (bytes[6] === 0x20 ? [] : [bytes]) });
  await lost.ready();
  await lost.clock.until(lost.device.measure(new AbortController().signal));
  await lost.clock.pass(5000);
  expect(lost.toldOf('reading')).toMatchObject([{ systolicMmHg: 122, meanMmHg: 93 }]);
  await lost.close();
});

test('busy twice, it measures at the third start', async () => {
  const module = aDevice('lepu-nibp', { pressed: ['fault busy'] });
  await module.ready();
  await module.clock.until(module.device.measure(new AbortController().signal));
  expect(module.toldOf('reading')).toHaveLength(1);
  await module.close();
});
