import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kilometres } from './route.ts';
import { hullOf, type Point, scaleKm, sketchOf } from './sketch.ts';

const SHEET = { width: 600, height: 400, margin: 40 };
const place = fc.record({
  latitude: fc.double({ min: 39.1, max: 39.9, noNaN: true }),
  longitude: fc.double({ min: 106.6, max: 107.1, noNaN: true }),
});
const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

test('north is up and east is right', () => {
  const south = { latitude: 39.4, longitude: 106.7 };
  const northEast = { latitude: 39.7, longitude: 106.9 };
  const { at } = sketchOf([south, northEast], SHEET);
  expect(at(northEast).x).toBeGreaterThan(at(south).x);
  expect(at(northEast).y).toBeLessThan(at(south).y);
});

test('all lies inside the margins, and lengths are true to one per cent', () => {
  fc.assert(
    fc.property(fc.array(place, { minLength: 2, maxLength: 20 }), (places) => {
      const { at, perKm } = sketchOf(places, SHEET);
      for (const { x, y } of places.map(at)) {
        expect(x).toBeGreaterThanOrEqual(SHEET.margin - 1e-6);
        expect(x).toBeLessThanOrEqual(SHEET.width - SHEET.margin + 1e-6);
        expect(y).toBeGreaterThanOrEqual(SHEET.margin - 1e-6);
        expect(y).toBeLessThanOrEqual(SHEET.height - SHEET.margin + 1e-6);
      }
      const [a, b] = places;
      if (a && b) {
        const km = kilometres(a, b);
        expect(Math.abs(distance(at(a), at(b)) / perKm - km)).toBeLessThanOrEqual(km * 0.01 + 1e-6);
      }
    }),
    { numRuns: 100 },
  );
});

test('one place, or none, stands in the middle', () => {
  const only = { latitude: 39.66, longitude: 106.79 };
  expect(sketchOf([only], SHEET).at(only)).toEqual({ x: 300, y: 200 });
  expect(sketchOf([], SHEET).perKm).toBeGreaterThan(0);
});

const point = fc.record({ x: fc.integer({ min: 0, max: 30 }), y: fc.integer({ min: 0, max: 30 }) });
const turn = (a: Point, b: Point, c: Point): number => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);

test('the hull holds every point and has no dent', () => {
  fc.assert(
    fc.property(fc.array(point, { minLength: 3, maxLength: 30 }), (points) => {
      const hull = hullOf(points);
      for (const [index, corner] of hull.entries()) {
        const next = hull[(index + 1) % hull.length] ?? corner;
        for (const one of points) expect(turn(corner, next, one)).toBeGreaterThanOrEqual(0);
      }
    }),
    { numRuns: 200 },
  );
});

test.each([
  [8, 120, 10],
  [100, 120, 1],
  [300, 120, 0.5],
])('%d units to the kilometre and room for %d: the bar is %d km', (perKm, most, km) => {
  expect(scaleKm(perKm, most)).toBe(km);
});
