import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MOST_ROWS, windowOf } from './window.ts';

test('every row that is seen stands in the page, and never more than so many', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -2_000, max: 700_000 }),
      fc.integer({ min: 200, max: 3_000 }),
      fc.constantFrom(52, 64),
      fc.integer({ min: 1, max: 10_000 }),
      (above, height, rowHeight, count) => {
        const { first, end } = windowOf({ above, height }, rowHeight, count);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(count);
        expect(end - first).toBeLessThanOrEqual(MOST_ROWS);
        expect(end).toBeGreaterThan(first);
        const seenFrom = Math.max(0, Math.floor(above / rowHeight));
        const seenTo = Math.min(count, Math.ceil((above + height) / rowHeight));
        if (seenFrom >= count || seenTo <= 0) return; // scrolled past it
        expect(first).toBeLessThanOrEqual(seenFrom);
        expect(end).toBeGreaterThanOrEqual(seenTo);
      },
    ),
  );
});

test('a small movement changes nothing', () => {
  expect(windowOf({ above: 10_400, height: 800 }, 52, 10_000)).toEqual(
    windowOf({ above: 10_440, height: 800 }, 52, 10_000),
  );
});

test('a list of none has no rows', () => {
  expect(windowOf({ above: 0, height: 800 }, 52, 0)).toEqual({ first: 0, end: 0 });
});
