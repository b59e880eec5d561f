import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kilometres, lengthKm, type Place, roundOf } from './route.ts';

const at = (latitude: number, longitude: number): Place => ({ latitude, longitude });
const places = fc.array(
  fc.record({
    latitude: fc.double({ min: 39.1, max: 39.9, noNaN: true }),
    longitude: fc.double({ min: 106.6, max: 107.1, noNaN: true }),
  }),
  { maxLength: 12 },
);

test.each([
  ['one degree up the meridian', at(39, 107), at(40, 107), 111.195],
  ['one degree along the equator', at(0, 0), at(0, 1), 111.195],
  ['a place itself', at(39.66, 106.79), at(39.66, 106.79), 0],
  ['to the other side of the earth', at(0, 0), at(0, 180), Math.PI * 6371],
])('%s', (_what, a, b, km) => {
  expect(kilometres(a, b)).toBeCloseTo(km, 2);
});

test('a crossing is untangled: a square is walked along its sides', () => {
  const [a, b, c, d] = [at(39, 107), at(39, 107.2), at(39.1, 107.2), at(39.1, 107)];
  expect(lengthKm(roundOf([a, c, b, d]))).toBeCloseTo(Math.min(lengthKm([a, b, c, d]), lengthKm([a, d, c, b])), 9);
});

test('the far end of a street is not left for the way back', () => {
  const street = [0, 1, -1.2, 3.5].map((step) => at(39.6, 106.8 + step / 100));
  const round = roundOf(street).map((stop) => street.indexOf(stop));
  expect(round).toEqual([0, 2, 1, 3]); // nearest first would go right, left and right again
});

test('every stop once, the first first', () => {
  fc.assert(
    fc.property(places, (stops) => {
      const round = roundOf(stops);
      expect(new Set(round)).toEqual(new Set(stops));
      expect(round).toHaveLength(stops.length);
      expect(round[0]).toBe(stops[0]);
    }),
    { numRuns: 100 },
  );
});

test('no two legs can be swapped for a shorter round', () => {
  fc.assert(
    fc.property(places, (stops) => {
      const round = roundOf(stops);
      const length = lengthKm(round);
      for (let from = 1; from < round.length; from++) {
        for (let to = from + 1; to <= round.length; to++) {
          const other = [...round.slice(0, from), ...round.slice(from, to).reverse(), ...round.slice(to)];
          expect(lengthKm(other)).toBeGreaterThan(length - 0.0011);
        }
      }
    }),
    { numRuns: 60 },
  );
});
