import { expect, test } from 'vitest';
import type { StationRow } from '../../../fleet/contract/stations.ts';
import { listed, withRows } from './listing.ts';

const station = (id: string, more: Partial<StationRow> = {}): StationRow => ({
  id,
  name: { 'zh-CN': `${id} 健康小屋`, en: `${id} hut` },
  district: 'wuda',
  circle: 'wuda-01',
  community: '和谐社区',
  condition: 'ok',
  alarms: 0,
  demo: false,
  ...more,
});
const ALL = { condition: '', district: '', circle: '', q: '' };
const STATIONS = [
  station('wuda-01-01'),
  station('wuda-01-02', { condition: 'look', alarms: 1 }),
  station('wuda-02-01', { circle: 'wuda-02', condition: 'silent' }),
  station('hainan-01-01', { district: 'hainan', circle: 'hainan-01', condition: 'fault', community: '团结社区' }),
  station('wuda-01-03', { condition: 'look', alarms: 3 }),
  station('wuda-01-04', { condition: 'maintenance' }),
];
const ids = (filter: Partial<typeof ALL>) => listed(STATIONS, { ...ALL, ...filter }).map(({ id }) => id);

test('trouble comes first, then whoever has more of it, then ids', () => {
  expect(ids({})).toEqual(['hainan-01-01', 'wuda-02-01', 'wuda-01-03', 'wuda-01-02', 'wuda-01-04', 'wuda-01-01']);
});

test.each([
  [{ condition: 'look' }, ['wuda-01-03', 'wuda-01-02']],
  [{ district: 'hainan' }, ['hainan-01-01']],
  [{ circle: 'wuda-02' }, ['wuda-02-01']],
  [{ q: '团结' }, ['hainan-01-01']],
  [{ q: 'HUT 01-04' }, ['wuda-01-04']],
  [{ q: 'nowhere' }, []],
  [{ q: '和谐', condition: 'silent' }, ['wuda-02-01']],
])('filtered by %j', (filter, found) => {
  expect(ids(filter)).toEqual(found);
});

const listOf = (stations: readonly StationRow[], total = stations.length) => ({ at: 1, total, stations, turns: 0 });

test('a change takes its place without moving it, and counts where it is one of urgency', () => {
  const before = listOf(listed(STATIONS, ALL));
  const heard = withRows(before, [station('wuda-01-01', { heardAt: 5 })]);
  expect([heard.turns, heard.stations.at(-1)?.heardAt]).toEqual([0, 5]);
  const after = withRows(heard, [station('wuda-01-01', { condition: 'fault' })]);
  expect(after.stations.map(({ id }) => id)).toEqual(before.stations.map(({ id }) => id));
  expect([after.turns, after.stations.at(-1)?.condition]).toEqual([1, 'fault']);
});

test('a station that is new comes last, but not while the list is still coming', () => {
  const news = [station('new')];
  const whole = withRows(listOf(STATIONS), news);
  expect([whole.total, whole.stations.at(-1)?.id]).toEqual([7, 'new']);
  expect(withRows(whole, news)).toMatchObject({ total: 7, stations: { length: 7 } });
  expect(withRows(listOf(STATIONS, 10), news)).toMatchObject({ total: 10, stations: { length: 6 } });
});
