import fc from 'fast-check';
import { expect, test } from 'vitest';
import { metresBetween, nearest, type Place } from './near.ts';

test('from Haibowan to Wuda it is as far as a map says, and one degree of a meridian as the metre was defined', () => {
  const haibowan = { latitude: 39.691, longitude: 106.823 };
  expect(metresBetween(haibowan, { latitude: 39.506, longitude: 106.727 }) / 1000).toBeCloseTo(22.2, 0);
  expect(metresBetween({ latitude: 0, longitude: 0 }, { latitude: 90, longitude: 0 }) / 1e7).toBeCloseTo(1, 2);
  expect(metresBetween({ latitude: 0, longitude: 179.999 }, { latitude: 0, longitude: -179.999 })).toBeLessThan(250);
});

test('the nearest are those that a look at all of them finds', () => {
  const place = fc.record({
    latitude: fc.double({ min: 39.3, max: 39.9, noNaN: true }),
    longitude: fc.double({ min: 106.5, max: 107.1, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(place, { maxLength: 60 }), (some) => {
      const places = some.map((one, i): Place => ({ ...one, id: `hut-${i}` }));
      for (const [from, near] of nearest(places, places, 5)) {
        const all = places
          .filter((other) => other !== from)
          .map((other) => metresBetween(from, other))
          .filter((metres) => metres <= 20_000)
          .sort((a, b) => a - b);
        expect(near.map(({ metres }) => metres)).toEqual(all.slice(0, 5));
      }
    }),
    { numRuns: 100 },
  );
});

test('all at one place are each near to some, at the poles too', () => {
  for (const latitude of [39.7, 90, -90]) {
    const places = Array.from({ length: 500 }, (_, i) => ({ id: `hut-${i}`, latitude, longitude: 106.8 }));
    expect([...nearest(places, places, 5).values()].every((near) => near.length === 5)).toBe(true);
  }
});
