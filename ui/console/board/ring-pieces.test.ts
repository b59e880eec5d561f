import { expect, test } from 'vitest';
import type { Condition } from '../../../fleet/contract/words.ts';
import { MOST_PIECES, outlineOf, pieceOf, ringPieces } from './ring-pieces.ts';

const circle = (stations: number, troubled: Readonly<Record<number, Condition>> = {}): Condition[] =>
  Array.from({ length: stations }, (_, index) => troubled[index] ?? 'ok');

test('up to sixty stations have a piece each', () => {
  for (const stations of [1, 2, 31, 60]) expect(ringPieces(circle(stations))).toHaveLength(stations);
});

test.each([0, 1, 7, 31, 60, 61, 700, 10_000])(
  '%d stations: pieces go round once, in order, with gaps of 3.2 degrees at most',
  (stations) => {
    const pieces = ringPieces(circle(stations));
    expect(pieces.length).toBeLessThanOrEqual(MOST_PIECES);
    pieces.forEach(({ fromDegrees, toDegrees }, index) => {
      const gap = (pieces[index + 1]?.fromDegrees ?? 360 + (pieces[0]?.fromDegrees ?? 0)) - toDegrees;
      expect(toDegrees).toBeGreaterThan(fromDegrees);
      expect(gap).toBeGreaterThanOrEqual(0);
      expect(gap).toBeLessThanOrEqual(3.2 + 1e-9);
    });
  },
);

test('of 700 stations the one in trouble is seen, at its place', () => {
  for (const at of [0, 1, 349, 698, 699]) {
    const pieces = ringPieces(circle(700, { [at]: 'look' }));
    expect(pieces.flatMap(({ condition }, index) => (condition === 'look' ? [index] : []))).toEqual([pieceOf(at, 700)]);
  }
});

test('neighbours that share a piece show the worst of them', () => {
  const shown = (...conditions: Condition[]) => ringPieces(circle(6_000, { ...conditions }))[0]?.condition;
  expect(shown('maintenance')).toBe('maintenance');
  expect(shown('maintenance', 'look')).toBe('look');
  expect(shown('look', 'silent', 'maintenance')).toBe('silent');
  expect(shown('look', 'silent', 'fault')).toBe('fault');
});

test('a whole circle is drawn though an arc cannot end where it begins', () => {
  expect(outlineOf(62, 7, 0, 360).match(/Z/g)).toHaveLength(2);
  expect(outlineOf(62, 7, 10, 20).match(/Z/g)).toHaveLength(1);
});
