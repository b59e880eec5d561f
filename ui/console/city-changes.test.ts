import { expect, test } from 'vitest';
import type { Board } from '../../fleet/contract/board.ts';
import { cityWith, countsOf, sumOf } from './city-changes.ts';

/** Two districts of two circles each, of three stations; the third of each circle is a demo station. */
function aBoard(): Board {
  const name = { 'zh-CN': '', en: '' };
  const districts = ['haibowan', 'wuda'].map((district) => {
    const circles = ['01', '02'].map((number) => {
      const id = `${district}-${number}`;
      const stations = [1, 2, 3].map((n) => ({ id: `${id}-${n}`, name, condition: 'ok' as const, demo: n === 3 }));
      return { id, name, stations, counts: countsOf(stations) };
    });
    return { id: district, name, circles, counts: sumOf(circles.map(({ counts }) => counts)) };
  });
  const counts = sumOf(districts.map(({ counts }) => counts));
  return { at: 0, counts, districts, waiting: { count: 0, lines: [] }, bins: [] };
}
const board = aBoard();
const circlesOf = ({ districts }: Board) => districts.flatMap(({ circles }) => circles);

test('a station that changed changes its circle, its district and the sentence, and no other circle', () => {
  const after = cityWith(board, [{ id: 'haibowan-02-1', condition: 'fault' }]);
  expect(board.counts).toMatchObject({ total: 8, ok: 8 });
  expect(after.counts).toEqual({ ...board.counts, ok: 7, fault: 1 });
  const same = circlesOf(board).filter((circle) => circlesOf(after).includes(circle));
  expect(same.map(({ id }) => id)).toEqual(['haibowan-01', 'wuda-01', 'wuda-02']);
});

test('a change that changes nothing leaves the same city', () => {
  expect(cityWith(board, [{ id: 'haibowan-02-1', condition: 'ok' }])).toBe(board);
  expect(cityWith(board, [{ id: 'not-mine', condition: 'fault' }])).toBe(board);
  expect(cityWith(board, [])).toBe(board);
});

test('a demo station is shown and not counted', () => {
  const after = cityWith(board, [{ id: 'haibowan-02-3', condition: 'fault' }]);
  expect(after.counts).toEqual(board.counts);
  expect(after).not.toBe(board);
});
