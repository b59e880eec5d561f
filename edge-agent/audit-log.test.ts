import { afterEach, beforeEach, expect, test } from 'vitest';
import { aStore, type TestStore } from '../test/a-store.ts';
import { openAlarms } from './alarms.ts';
import { type AuditLog, openAuditLog } from './audit-log.ts';
import { systemRandom } from './clock.ts';

const HOUR_MS = 3_600_000;
const STATION = { stationId: 'park-hut-01', timeZone: 'Asia/Shanghai', demo: false };
const ALARM = 'yike/v1/park-hut-01/up/alarm/station.audit-broken';
let store: TestStore;
beforeEach(() => {
  store = aStore();
});
afterEach(() => store[Symbol.dispose]());

function start(): { readonly log: AuditLog; readonly alarm: () => string | undefined } {
  const { outbox, audit, clock } = store;
  const level = () => 'roomy' as const;
  const alarms = openAlarms({ ...STATION, deviceIds: [], level, outbox, clock, random: systemRandom });
  const log = openAuditLog({ ...STATION, version: '1.2.3', audit, outbox, alarms, clock, random: systemRandom });
  return { log, alarm: () => alarms.payloadOf(ALARM) };
}
const entries = (): unknown[] =>
  store.db
    .prepare<[], string>('SELECT entry FROM audit ORDER BY n')
    .pluck()
    .all()
    .map((entry): unknown => JSON.parse(entry));
const heads = (): unknown[] =>
  store.messages().flatMap(({ topic, payload }) => (topic.endsWith('/audit') ? [JSON.parse(payload)] : []));

test('a start is an entry, and its head an event of the station itself, saved in the same commit', async () => {
  start();
  expect([store.audit.head().entries, store.messages()]).toEqual([0, []]);
  await store.clock.pass(200);
  expect(entries()).toEqual([{ what: 'station started', version: '1.2.3' }]);
  expect(heads()).toEqual([
    {
      specversion: '1.0',
      id: expect.any(String),
      source: '/stations/park-hut-01',
      type: 'city.yike.audit.v1',
      time: '2026-11-23T14:20:00.200+08:00',
      sequence: '00000000000000000001',
      datacontenttype: 'application/json',
      data: store.audit.head(),
    },
  ]);
});

test('every hour the head is told again, with what was noted since; not after the stop, which is an entry too', async () => {
  const { log } = start();
  await store.clock.pass(1000);
  log.note('clock corrected', { offsetS: 3 });
  await store.clock.pass(2 * HOUR_MS);
  expect(heads()).toEqual(
    [1, 2, 2].map((count) => expect.objectContaining({ data: expect.objectContaining({ entries: count }) })),
  );
  log.stop();
  await store.clock.pass(3 * HOUR_MS);
  expect(heads()).toHaveLength(3);
  store.restart();
  expect(entries().at(-1)).toEqual({ what: 'station stopped' });
  expect(store.audit.verify()).toBeUndefined();
});

test('an audit that does not hold calls staff at the next start, and is noted behind itself', async () => {
  start().log.stop();
  store.restart();
  store.db.exec('DROP TRIGGER audit_stays_as_it_is');
  store.db.exec("UPDATE audit SET entry = replace(entry, '1.2.3', '1.2.4') WHERE n = 1");
  expect(start().alarm()).toContain('critical');
  await store.clock.pass(200);
  expect(entries().slice(2)).toEqual([
    { what: 'audit does not hold', n: 1, why: 'changed' },
    { what: 'station started', version: '1.2.3' },
  ]);
});

test('an audit that holds calls nobody', () => {
  start().log.stop();
  store.restart();
  expect(start().alarm()).toBe('');
});
