import { expect, test } from 'vitest';
import { aDevice } from '../../test/a-monitor.ts';

test.each([
  ['cuff-loose', 'cuff', '06'],
  ['leak', 'leak', '07'],
  ['movement', 'movement', '11'],
  ['weak-signal', 'weak-signal', '09'],
])('%s is told as the protocol knows it: %s, message %s', async (fault, kind, code) => {
  const board = aDevice('par-nibp2020', { pressed: [`fault ${fault}`] });
  await board.ready();
  await board.clock.until(board.device.measure(new AbortController().signal));
  expect(board.toldOf('failure')).toEqual([{ event: 'failure', kind, code }]);
  await board.close();
});

test('a failure after a good measurement brings none of its numbers back', async () => {
  const board = aDevice('par-nibp2020');
  await board.ready();
  await board.clock.until(board.device.measure(new AbortController().signal));
  board.press('fault movement');
  await board.clock.until(board.device.measure(new AbortController().signal));
  expect(board.toldOf('reading')).toHaveLength(1);
  await board.close();
});
