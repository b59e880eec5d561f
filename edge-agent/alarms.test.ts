import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aStore, type TestStore } from '../test/a-store.ts';
import { aFakeClock } from '../test/fake-clock.ts';
import { type Alarms, openAlarms, STATION, type StationAlarmCode } from './alarms.ts';
import { systemRandom } from './clock.ts';
import type { DiskLevel } from './store/budget.ts';
import { rfc3339 } from './wire/rfc3339.ts';

const clock = aFakeClock(Date.UTC(2026, 10, 23, 6, 20));
let store: TestStore;
let alarms: Alarms;
let level: DiskLevel;
let changed: string[];

beforeEach(() => {
  store = aStore({ clock });
  level = 'roomy';
  const deviceIds = ['bp-1', 'glucose-1'];
  const station = { stationId: 'park-hut-01', deviceIds, timeZone: 'Asia/Shanghai', demo: false };
  alarms = openAlarms({ ...station, level: () => level, outbox: store.outbox, clock, random: systemRandom });
  changed = [];
  alarms.onChange((topic) => changed.push(topic));
});
afterEach(() => store[Symbol.dispose]());

const TOPIC = 'yike/v1/park-hut-01/up/alarm/bp-1.act-now';
const set = (raised: boolean): void => alarms.set({ deviceId: 'bp-1', code: 'act-now', raised });
const payload = () => alarms.payloadOf(TOPIC);

test('raised, it stands on its topic since then, in every language, and nothing of a person', () => {
  set(true);
  expect(JSON.parse(payload())).toEqual({
    severity: 'critical',
    words: { 'zh-CN': expect.any(String), en: expect.any(String) },
    since: '2026-11-23T14:20:00.000+08:00',
  });
  expect(changed).toEqual([TOPIC]);
});

test('what is not raised is empty, so that nothing is left over from before a restart', () => {
  expect(alarms.topics.map((topic) => topic.split('/').at(-1))).toEqual(
    expect.arrayContaining(['bp-1.act-now', 'glucose-1.call', 'station.disk-full']),
  );
  expect(alarms.topics.filter((topic) => alarms.payloadOf(topic) !== '')).toEqual([]);
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

describe('where room is scarce', () => {
  const HOUR_MS = 3_600_000;
  const flap = (code: StationAlarmCode, times: number): void => {
    for (let i = 0; i < times; i++) for (const raised of [true, false]) alarms.set({ deviceId: STATION, code, raised });
  };
  const told = async () => {
    await clock.pass(200);
    return store.messages().map(({ payload }) => JSON.parse(payload).data);
  };

  test.each(['scarce', 'full'] as const)(
    '(%s) what the station calls for is counted, an event an hour',
    async (now) => {
      level = now;
      const since = rfc3339(clock.wall(), 'Asia/Shanghai');
      flap('not-authorised', 1000);
      await clock.pass(HOUR_MS / 2);
      flap('station-twice', 2);
      flap('not-authorised', 1);
      expect(changed, 'each is said at once all the same').toHaveLength(2 * 1003);
      expect(await told()).toEqual([]);
      await clock.pass(HOUR_MS / 2);
      const summary = { state: 'summarised', since, raises: { 'not-authorised': 1001, 'station-twice': 2 } };
      expect(await told()).toEqual([summary]);
      expect(store.messages()[0]?.payload).toContain('"source":"/stations/park-hut-01"');
      await clock.pass(24 * HOUR_MS);
      expect(await told(), 'silence is no event').toHaveLength(1);
    },
  );

  test('what a device calls for, a person is meant: each is an event', async () => {
    level = 'full';
    for (const raised of [true, false, true]) set(raised);
    expect((await told()).map(({ code, state }) => [code, state])).toEqual(
      ['raised', 'cleared', 'raised'].map((state) => ['act-now', state]),
    );
  });

  test('a clearing is told where its raising was, and there alone', async () => {
    alarms.set({ deviceId: STATION, code: 'clock-wrong', raised: true });
    level = 'scarce';
    alarms.set({ deviceId: STATION, code: 'disk-full', raised: true });
    alarms.set({ deviceId: STATION, code: 'clock-wrong', raised: false });
    level = 'roomy';
    alarms.set({ deviceId: STATION, code: 'disk-full', raised: false });
    expect((await told()).map(({ code, state }) => `${code} ${state}`)).toEqual([
      'clock-wrong raised',
      'clock-wrong cleared',
    ]);
    await clock.pass(HOUR_MS);
    expect((await told()).at(-1)).toMatchObject({ state: 'summarised', raises: { 'disk-full': 1 } });
  });

  test('the end of the station does not lose the count', async () => {
    level = 'scarce';
    flap('station-twice', 3);
    alarms.close();
    alarms.close();
    expect(await told()).toMatchObject([{ state: 'summarised', raises: { 'station-twice': 3 } }]);
  });
});
