import { expect, test } from 'vitest';
import { aligned, charted, spanS, tableOf, topOf } from './trends.ts';

const at = (text: string): number => new Date(`${text}:00+08:00`).getTime();
const errors = {
  metric: 'errors',
  unit: '1',
  at: [at('2026-11-27T23:00'), at('2026-11-28T09:00'), at('2026-11-28T10:00')],
  values: [4, 1, 2],
};
const fill = {
  metric: 'fillPercent',
  unit: '%',
  at: [at('2026-11-28T09:00'), at('2026-11-28T09:30')],
  values: [60, 64],
};

test('lines share their moments; where one says nothing there is a hole, not a nought', () => {
  expect(aligned([errors, fill])).toEqual({
    atS: [errors.at[0], errors.at[1], fill.at[1], errors.at[2]].map((moment) => (moment ?? 0) / 1000),
    columns: [
      [4, 1, null, 2],
      [null, 60, 64, null],
    ],
  });
  expect(aligned([])).toEqual({ atS: [], columns: [] });
});

test('the table of a day goes by hours: errors are added up, of a level the last holds', () => {
  expect(tableOf([errors, fill], 1)).toEqual([
    { fromMs: at('2026-11-28T10:00'), values: [2, undefined] },
    { fromMs: at('2026-11-28T09:00'), values: [1, 64] },
    { fromMs: at('2026-11-27T23:00'), values: [4, undefined] },
  ]);
});

test('the table of a week goes by days', () => {
  expect(tableOf([errors, fill], 7)).toEqual([
    { fromMs: at('2026-11-28T00:00'), values: [3, 64] },
    { fromMs: at('2026-11-27T00:00'), values: [4, undefined] },
  ]);
});

test('the chart spans so many days up to the end of this hour', () => {
  expect(spanS(86_400_000 * 10 - 1, 7)).toEqual({ min: 86_400 * 3, max: 86_400 * 10 });
});

test.each([
  [0, 5],
  [4, 5],
  [5, 10],
  [13, 15],
  [19, 20],
  [60, 65],
  [430, 450],
])('%i at most: the scale ends at %i', (most, top) => {
  expect(topOf(most)).toBe(top);
});

test('what shares a scale shares a chart, errors first', () => {
  const battery = { ...fill, metric: 'batteryPercent' };
  const volts = { ...fill, metric: 'volts', unit: 'V' };
  const silent = { ...fill, at: [], values: [] };
  expect(charted([fill, volts, silent, errors, battery])).toEqual([[errors], [fill, battery], [volts]]);
});
