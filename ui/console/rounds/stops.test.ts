import { expect, test } from 'vitest';
import type { BinRow } from '../../../fleet/contract/rounds.ts';
import { isDue, startingAt, stopsOf } from './stops.ts';

const bin = (stationId: string, deviceId: string, more: Partial<BinRow> = {}): BinRow => ({
  stationId,
  stationName: { 'zh-CN': stationId, en: stationId },
  district: 'wuda',
  circle: 'wuda-01',
  location: { latitude: 39.5, longitude: 106.7 },
  deviceId,
  material: 'paper',
  status: 'ok',
  fillPercent: 50,
  heardAt: 0,
  demo: false,
  ...more,
});

test.each<[Partial<BinRow>, boolean]>([
  [{ fillPercent: 79 }, false],
  [{ fillPercent: 80 }, true],
  [{ fillPercent: 30, fullAt: 1000 + 86_399_999 }, true],
  [{ fillPercent: 30, fullAt: 1000 + 86_400_000 }, false],
  [{ fillPercent: 99, demo: true }, false],
])('%j is due: %s', (more, due) => {
  expect(isDue(bin('a', 'bin-1', more), 1000)).toBe(due);
});

test('the bins of one station are one stop, and one without a place is none', () => {
  const [a1, b1, a2] = [bin('a', 'bin-1'), bin('b', 'bin-1'), bin('a', 'bin-2')];
  const { location, ...lost } = bin('c', 'bin-1');
  const { stops, unplaced } = stopsOf([a1, lost, b1, a2]);
  expect(stops.map(({ stationId, bins }) => [stationId, bins])).toEqual([
    ['a', [a1, a2]],
    ['b', [b1]],
  ]);
  expect(stops[0]).toMatchObject({ latitude: location?.latitude, longitude: location?.longitude });
  expect(unplaced).toEqual([lost]);
});

test('a round starts where it is asked to', () => {
  const { stops } = stopsOf([bin('a', 'bin-1'), bin('b', 'bin-1'), bin('c', 'bin-1')]);
  const ids = (start: string | undefined) => startingAt(stops, start).map(({ stationId }) => stationId);
  expect([ids('b'), ids('none'), ids(undefined)]).toEqual([
    ['b', 'a', 'c'],
    ['a', 'b', 'c'],
    ['a', 'b', 'c'],
  ]);
});
