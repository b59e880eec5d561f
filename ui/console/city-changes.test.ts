import { expect, test } from 'vitest';
import { aCity } from '../../test/console/a-city.ts';
import { answersOf } from '../../test/console/answers.ts';
import { cityWith } from './city-changes.ts';

const board = answersOf(aCity({ stations: 60, nowMs: 1_796_000_000_000 })).board();
const circleOf = (id: string) =>
  board.districts.flatMap(({ circles }) => circles).find(({ stations }) => stations.some((one) => one.id === id));

test('a station that changed changes its circle, its district and the sentence, and no other circle', () => {
  const id = 'haibowan-02-00002';
  const before = circleOf(id);
  const after = cityWith(board, [{ id, condition: 'fault' }]);
  expect(after.counts).toEqual({ ...board.counts, ok: board.counts.ok - 1, fault: board.counts.fault + 1 });
  const all = after.districts.flatMap(({ circles }) => circles);
  const same = board.districts.flatMap(({ circles }) => circles).filter((circle) => all.includes(circle));
  expect(same).toHaveLength(13);
  expect(same).not.toContain(before);
});

test('a change that changes nothing leaves the same city', () => {
  expect(cityWith(board, [{ id: 'haibowan-02-00002', condition: 'ok' }])).toBe(board);
  expect(cityWith(board, [{ id: 'not-mine', condition: 'fault' }])).toBe(board);
  expect(cityWith(board, [])).toBe(board);
});

test('a demo station is shown and not counted', () => {
  const id = 'haibowan-04-00004';
  const after = cityWith(board, [{ id, condition: 'fault' }]);
  expect(after.counts).toEqual(board.counts);
  expect(after).not.toBe(board);
});
