import { expect, test } from 'vitest';
import { atMost, inTurn, median, table, timesAtLeast, timesAtMost } from './bench/row.ts';

test.each([
  [[3], 3],
  [[9, 1, 5], 5],
  [[4, 1, 3, 2], 2.5],
  [[10, 9, 100], 10],
])('the median of %j is %d', (values, middle) => {
  expect(median(values)).toBe(middle);
});

const row = { what: 'drain', unit: '/s', ours: 900, rival: { name: 'bare', value: 1000 } };

test('a line shows both, their ratio, and whether what was wanted is met', () => {
  const lines = [true, false].map((met) => ({ ...row, wanted: { what: '≥ 0.8', met } }));
  expect(table(lines).split('\n').slice(2)).toEqual([
    '| drain | 900 /s | bare: 1,000 /s | 0.90 | ≥ 0.8 | met |',
    '| drain | 900 /s | bare: 1,000 /s | 0.90 | ≥ 0.8 | **not met** |',
  ]);
});

test('a line that nothing is wanted of claims nothing', () => {
  expect(table([row])).toMatch(/\| 0\.90 \| {2}\| {2}\|$/);
});

test('a line without a rival stands alone against its limit', () => {
  const alone = { what: 'script', unit: 'kB', ours: 31.4, wanted: atMost(60, 'kB', 31.4) };
  expect(table([alone]).split('\n').slice(2)).toEqual(['| script | 31.4 kB |  |  | ≤ 60 kB | met |']);
  expect(atMost(60, 'kB', 60.1).met).toBe(false);
});

test('beside a rival that kept nothing there is no ratio', () => {
  expect(table([{ ...row, rival: { name: 'bridge', value: 0 } }])).toContain('| bridge: 0 /s | – |');
});

test('a ratio is met from just there on', () => {
  expect(timesAtLeast(0.9, { ours: 90, rival: 100 }).met).toBe(true);
  expect(timesAtLeast(0.9, { ours: 89, rival: 100 }).met).toBe(false);
  expect(timesAtMost(3, { ours: 300, rival: 100 }).met).toBe(true);
  expect(timesAtMost(3, { ours: 301, rival: 100 }).met).toBe(false);
});

test('all are measured in turn, and each has the median of its own', async () => {
  const order: string[] = [];
  const contestant = (who: string, values: number[]) => async () => {
    order.push(who);
    return values.shift() ?? Number.NaN;
  };
  const medians = await inTurn({
    ours: contestant('ours', [5, 1, 9, 7, 3]),
    rival: contestant('rival', [2, 2, 2, 80, 2]),
  });
  expect(medians).toEqual({ ours: 5, rival: 2 });
  expect(order.slice(0, 4)).toEqual(['ours', 'rival', 'ours', 'rival']);
});
