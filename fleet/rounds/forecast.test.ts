import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fullAt, type Sample } from './forecast.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 29);
/** A sample every three hours, the last of them now. */
const hourly = (...percents: number[]): Sample[] =>
  percents.map((percent, i) => ({ atMs: NOW - 3 * HOUR * (percents.length - 1 - i), percent }));
const rising = (from: number, to: number, count = 20): number[] =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
const hours = (samples: Sample[], percent = samples.at(-1)?.percent ?? 0): number | undefined => {
  const at = fullAt(samples, percent, NOW);
  return at === undefined ? undefined : Math.round((at - NOW) / HOUR);
};

test.each<[string, Sample[], number | undefined]>([
  ['as fast as ever', hourly(...rising(0, 57)), 43],
  ['since it was emptied alone', hourly(...rising(40, 95), ...rising(5, 24)), 228],
  ['emptied just now', hourly(...rising(40, 95), 5), undefined],
  ['one wrong echo is no emptying', hourly(...rising(0, 27, 10), 3, ...rising(33, 57, 9)), 43],
  ['an echo that is wrong upwards', hourly(...rising(0, 27, 10), 100, ...rising(33, 57, 9)), 43],
  ['a heap that settles', hourly(...rising(0, 27, 10), ...rising(20, 47, 10)), 66],
  ['one that nobody uses', hourly(...rising(40, 40)), undefined],
  ['one that grows emptier', hourly(...rising(40, 30)), undefined],
  ['too short a time', hourly(1, 9), undefined],
  ['nothing known', [], undefined],
  ['full', hourly(90, 100), 0],
  [
    'more than a week ago',
    hourly(...rising(0, 50, 10)).map(({ atMs, percent }) => ({ atMs: atMs - 200 * HOUR, percent })),
    undefined,
  ],
])('%s', (_, samples, wanted) => {
  expect(hours(samples)).toBe(wanted);
});

test('with noise, and a fifth of its echoes wrong, the pace is right within a quarter', () => {
  const noise = fc.array(fc.tuple(fc.integer({ min: -2, max: 2 }), fc.integer({ min: 0, max: 100 })), {
    minLength: 56,
    maxLength: 56,
  });
  fc.assert(
    fc.property(noise, fc.integer({ min: 30, max: 80 }), (wobble, to) => {
      const samples = hourly(
        ...rising(0, to, 56).map((percent, i) => {
          const [small, wild] = wobble[i] ?? [0, 0];
          return i % 5 === 4 ? Math.min(wild, percent + 15) : Math.max(0, percent + small);
        }),
      );
      const wanted = ((100 - to) * 165) / to;
      const found = hours(samples, to);
      expect(found).toBeDefined();
      expect(Math.abs((found ?? 0) - wanted)).toBeLessThanOrEqual(wanted / 4 + 1);
    }),
    { numRuns: 50 },
  );
});
