import { expect, test } from 'vitest';
import type { StationRow } from '../../../fleet/contract/stations.ts';
import type { Condition } from '../../../fleet/contract/words.ts';
import type { Stations } from './list-answer.ts';
import { withRows } from './listing.ts';
import { carriedOver, isStale, type Order, orderOf, rowsIn } from './order.ts';

const station = (id: string, condition: Condition = 'ok'): StationRow => ({
  id,
  name: { 'zh-CN': id, en: id },
  district: 'wuda',
  circle: 'wuda-01',
  community: '',
  condition,
  alarms: 0,
  demo: false,
});
/** As the service sends it. */
const LIST: Stations = {
  at: 1,
  total: 4,
  turns: 0,
  stations: [station('b', 'fault'), station('d', 'look'), station('a'), station('c')],
};
const EVERYONE = { condition: '', district: '', circle: '', q: '' };
const ids = (order: Order) => [...rowsIn(order)].map(({ id }) => id).join('');

test('as it comes it is in order, and is not gone through', () => {
  const order = orderOf(LIST, EVERYONE);
  expect([ids(order), order.places, isStale(order, LIST)]).toEqual(['bdac', undefined, false]);
});

test('rows stay where they are while they change, until one asks for another order', () => {
  const order = orderOf(LIST, EVERYONE);
  const turned = withRows(LIST, [station('c', 'silent')]);
  const after = carriedOver(order, turned);
  expect([ids(after), isStale(after, turned)]).toEqual(['bdac', true]);
  expect(rowsIn(after).slice(3, 4)[0]?.condition).toBe('silent');
  const anew = orderOf(turned, EVERYONE);
  expect([ids(anew), isStale(anew, turned)]).toEqual(['bcda', false]);
  const back = withRows(turned, [station('c')]);
  expect(isStale(carriedOver(order, back), back)).toBe(false);
});

test('a list that was asked for anew is read in the order of the one before it', () => {
  const order = orderOf(LIST, EVERYONE);
  const anew: Stations = {
    ...LIST,
    stations: [station('c', 'fault'), station('d', 'look'), station('a'), station('b')],
  };
  const after = carriedOver(order, anew);
  expect([ids(after), isStale(after, anew)]).toEqual(['bdac', true]);
  const gone: Stations = { ...LIST, total: 3, stations: LIST.stations.slice(1) };
  expect(ids(carriedOver(order, gone))).toBe('dac');
});

test('of a filter: only those that fit, and stale when one does no longer', () => {
  const order = orderOf(LIST, { ...EVERYONE, condition: 'ok' });
  expect([ids(order), rowsIn(order).length]).toEqual(['ac', 2]);
  expect(rowsIn(order).slice(1, 9)).toEqual([station('c')]);
  const turned = withRows(LIST, [station('a', 'look')]);
  expect(isStale(carriedOver(order, turned), turned)).toBe(true);
});
