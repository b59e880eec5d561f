import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openBackOff } from './back-off.ts';

const ceilings = (code: 'lost' | 'credentials' | 'taken-over', times: number): number[] => {
  const backOff = openBackOff({ fraction: () => 1 });
  return Array.from({ length: times }, () => backOff.next(code));
};

describe('the wait before the next connection', () => {
  test('doubles its ceiling from 2 s up to 30 s', () => {
    expect(ceilings('lost', 7)).toEqual([2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });

  test('begins anew after a reset', () => {
    const backOff = openBackOff({ fraction: () => 1 });
    for (let i = 0; i < 5; i++) backOff.next('lost');
    backOff.reset();
    expect(backOff.next('lost')).toBe(2000);
  });

  test('is drawn from the whole of 1 s to the ceiling', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 2000 }),
        (fraction, failures) => {
          const backOff = openBackOff({ fraction: () => fraction });
          let wait = 0;
          for (let i = 0; i < failures; i++) wait = backOff.next('unreachable');
          const ceiling = Math.min(30_000, 1000 * 2 ** failures);
          expect(wait).toBeCloseTo(1000 + fraction * (ceiling - 1000), 3);
        },
      ),
    );
  });

  test('is at its longest from the first for a station that is not let in', () => {
    expect(ceilings('credentials', 2)).toEqual([30_000, 30_000]);
  });

  test('is a minute and more when another station has our name', () => {
    expect(ceilings('taken-over', 1)).toEqual([62_000]);
    expect(openBackOff({ fraction: () => 0 }).next('taken-over')).toBe(61_000);
  });
});
