import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { aFakeClock } from '../test/fake-clock.ts';
import { type Alarms, openAlarms } from './alarms.ts';
import { systemRandom } from './clock.ts';
import { type Database, openDatabase } from './store/database.ts';
import { type Outbox, openOutbox } from './store/outbox.ts';

const clock = aFakeClock(Date.UTC(2026, 10, 23, 6, 20));
let folder: string;
let db: Database;
let outbox: Outbox;
let alarms: Alarms;
let changed: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yike-alarms-'));
  db = openDatabase(join(folder, 'station.db'));
  outbox = openOutbox(db, { keepDays: 7, clock });
  const deviceIds = ['bp-1', 'glucose-1'];
  const station = { stationId: 'park-hut-01', deviceIds, timeZone: 'Asia/Shanghai', demo: false };
  alarms = openAlarms({ ...station, outbox, clock, random: systemRandom });
  changed = [];
  alarms.onChange((topic) => changed.push(topic));
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

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
  expect(alarms.retained().map(({ payload }) => payload)).toEqual(['', '', '', '']);
  set(true);
  set(false);
  expect(payload()).toBe('');
});

test('each change is an event, and the same said again is none', () => {
  for (const raised of [true, true, false, false, true]) set(raised);
  const events = outbox.after(0, 10).map(({ topic, payload }) => ({ topic, ...JSON.parse(payload) }));
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

test('a store that cannot save does not keep an alarm from being raised', () => {
  db.pragma('query_only = ON');
  expect(() => set(true)).toThrow();
  expect(payload()).not.toBe('');
});
