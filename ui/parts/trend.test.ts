import { expect, test } from 'vitest';
import { acrossTo, besides, downTo, MARKS, NUMBERS_APART, namesFit } from './trend-geometry.ts';

/** Percent of the field that so many units of the scale take. */
const share = (units: number): number => (units / 160) * 100;

test('the scale runs from 200 at the top to 40 at the bottom; what lies off it stays on its edge', () => {
  expect(MARKS.map(downTo)).toEqual([0, 25, 50, 68.75, 87.5]);
  expect([downTo(40), downTo(12), downTo(260)]).toEqual([100, 100, 0]);
});

test.each([2, 3, 8])('%i points go from the first place to the last in equal steps', (count) => {
  const places = Array.from({ length: count }, (_, index) => acrossTo(index, count));
  expect(places[0]).toBe(4);
  expect(places.at(-1)).toBeCloseTo(97);
  for (const [index, place] of places.slice(1).entries()) {
    expect(place - (places[index] ?? 0)).toBeCloseTo(93 / (count - 1));
  }
});

test('a single point stands where today stands', () => {
  expect(acrossTo(0, 1)).toBe(97);
});

test('numbers stand at their points while these are far enough apart', () => {
  expect(besides(134, 82, NUMBERS_APART)).toEqual([downTo(134), downTo(82)]);
});

test.each([
  ['near', 110, 92],
  ['equal', 100, 100],
  ['at the top', 199, 198],
  ['above the scale', 260, 230],
  ['at the bottom', 42, 41],
  ['below the scale', 30, 20],
])('numbers never touch, and stay in the field: %s', (_where, upper, lower) => {
  const [high, low] = besides(upper, lower, NUMBERS_APART);
  expect(low - high).toBeCloseTo(share(NUMBERS_APART));
  expect(high).toBeGreaterThanOrEqual(0);
  expect(low).toBeLessThanOrEqual(100);
});

test('both give way alike', () => {
  const [high, low] = besides(110, 90, NUMBERS_APART);
  expect(downTo(110) - high).toBeCloseTo(low - downTo(90));
});

test('names stand at the last points where there is room for them', () => {
  expect(namesFit(134, 82)).toBe(true);
  expect(namesFit(120, 81)).toBe(false);
  expect(namesFit(180, 100)).toBe(false);
  expect(namesFit(100, 45)).toBe(false);
});
