import { afterEach, beforeEach, expect, test } from 'vitest';
import { aStore, type TestStore } from '../test/a-store.ts';
import { aFakeClock } from '../test/fake-clock.ts';
import { type Alarms, openAlarms } from './alarms.ts';
import { systemRandom } from './clock.ts';

const clock = aFakeClock(Date.UTC(2026, 10, 23, 6, 20));
let store: TestStore;
let alarms: Alarms;
let changed: string[];

beforeEach(() => {
  store = aStore({ clock });
  const deviceIds = ['bp-1', 'glucose-1'];
  const station = { stationId: 'park-hut-01', deviceIds, timeZone: 'Asia/Shanghai', demo: false };
  alarms = openAlarms({ ...station, outbox: store.outbox, clock, random: systemRandom });
  changed = [];
  alarms.onChange((topic) => changed.push(topic));
});
afterEach(() => store[Symbol.dispose]());

const TOPIC = 'yike/v1/park-hut-01/up/alarm/bp-1.act-now';
const set = (raised: boolean): void => alarms.set({ deviceId: 'bp-1', code: 'act-now', raised });
const payload = () => alarms.retained().find(({ topic }) => topic === TOPIC)?.payload;

test('raised, it stands on its topic since then, in every language, and nothing of a person', () => {
  set(true);
  expect(JSON.parse(payload() ?? '')).toEqual({
    severity: 'critical',
    words: { 'zh-CN': expect.any(String), en: expect.any(String) },
    since: '2026-11-23T14:20:00.000+08:00',
  });
  expect(changed).toEqual([TOPIC]);
});

test('what is not raised is empty, so that nothing is left over from before a restart', () => {
  const all = alarms.retained();
  expect(all.map(({ topic }) => topic.split('/').at(-1))).toEqual(
    expect.arrayContaining(['bp-1.act-now', 'glucose-1.call', 'station.disk-full']),
  );
  expect(all.every(({ payload }) => payload === '')).toBe(true);
  set(true);
  set(false);
  expect(payload()).toBe('');
});

test('each change is an event, saved with what comes next, and the same said again is none', async () => {
  for (const raised of [true, true, false, false, true]) set(raised);
  expect(store.messages()).toEqual([]);
  await clock.pass(200);
  const events = store.messages().map(({ topic, payload }) => ({ topic, ...JSON.parse(payload) }));
  expect(events).toMatchObject(
    ['raised', 'cleared', 'raised'].map((state) => ({
      topic: 'yike/v1/park-hut-01/up/event/alarm',
      type: 'city.yike.alarm.v1',
      source: '/stations/park-hut-01/devices/bp-1',
      datacontenttype: 'application/json',
      data: { code: 'act-now', state, severity: 'critical' },
    })),
  );
  for (const event of events) expect(event).not.toHaveProperty('subject');
  expect(changed).toHaveLength(3);
});

test('a store that cannot save does not keep an alarm from being raised', async () => {
  store.db.pragma('query_only = ON');
  set(true);
  await clock.pass(200);
  expect(payload()).not.toBe('');
  store.db.pragma('query_only = OFF');
  await clock.pass(5000);
  expect(store.messages(), 'its history is saved once the store can').toHaveLength(1);
});

test('an alarm of the station itself has the station for its source, and no device', async () => {
  alarms.set({ deviceId: 'station', code: 'disk-full', raised: true });
  await clock.pass(200);
  expect(JSON.parse(store.messages()[0]?.payload ?? '')).toMatchObject({ source: '/stations/park-hut-01' });
});
