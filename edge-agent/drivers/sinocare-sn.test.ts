import { expect, test } from 'vitest';
import { aDevice } from '../../test/a-monitor.ts';

async function toldWith(...pressed: readonly string[]) {
  const meter = aDevice('sinocare-sn');
  await meter.ready();
  for (const words of pressed) {
    meter.press(words);
    await meter.clock.pass(10_000);
  }
  await meter.close();
  expect(meter.sent).toEqual([]);
  return meter.told.map((event) =>
    'mmolPerL' in event ? event.mmolPerL : 'flags' in event ? event.flags : event.event,
  );
}

test.each([
  ['none', [5.6, ['above-range'], ['below-range']]],
  ['repeated', [5.6, ['above-range'], ['below-range']]],
  ['history', [5.6, 'rejected', ['above-range'], 'rejected', ['below-range'], 'rejected']],
  ['silent', []],
])('with fault %s each strip is told as it is measured', async (fault, told) => {
  expect(await toldWith(`fault ${fault}`, 'take 5.6', 'take HI', 'take LO')).toEqual(told);
});

test.each(['garbled', 'torn'])('with fault %s nothing but refusals; mended, the next one', async (fault) => {
  const told = await toldWith(`fault ${fault}`, 'take 5.6', 'take 5.7', 'fault none', 'take 5.8');
  expect(told.filter((what) => what !== 'rejected')).toEqual([5.8]);
  expect(told.length).toBeGreaterThan(1);
});

test('every value that it can show comes through as shown', async () => {
  const shown = Array.from({ length: 321 }, (_, i) => (i + 12) / 10);
  expect(await toldWith(...shown.map((value) => `take ${value.toFixed(1)}`))).toEqual(shown);
});
