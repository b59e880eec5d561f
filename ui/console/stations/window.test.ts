import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MOST_ROWS, movedTo, type Placed, placeOf, windowOf } from './window.ts';

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

test('rows that stay seen keep their places, and every place has one row', () => {
  const count = 10_000;
  const at = fc.integer({ min: 0, max: count * 52 });
  fc.assert(
    fc.property(fc.array(at, { minLength: 1, maxLength: 12 }), (way) => {
      let before: Placed = { ...windowOf({ above: 0, height: 800 }, 52, count), turn: 0 };
      for (const above of way) {
        const placed = movedTo(windowOf({ above, height: 800 }, 52, count), before);
        const rows = Array.from({ length: placed.end - placed.first }, (_, offset) => placed.first + offset);
        const places = rows.map((index) => placeOf(index, placed));
        expect(new Set(places).size).toBe(rows.length);
        const stayed = rows.filter((index) => index >= before.first && index < before.end);
        expect(stayed.map((index) => placeOf(index, placed))).toEqual(stayed.map((index) => placeOf(index, before)));
        if (stayed.length === 0) expect(places[0]).toBe(placeOf(before.first, before));
        before = placed;
      }
    }),
  );
});
