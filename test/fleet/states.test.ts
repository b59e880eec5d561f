import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commitEvents } from '../../fleet/store/commit.ts';
import type { AlarmSaid, DeviceSaid, Said, StationSaid } from '../../fleet/store/heard.ts';
import { type Databases, openDatabases } from '../../fleet/store/open.ts';
import { KEEP, prune } from '../../fleet/store/retention.ts';
import { sweep } from '../../fleet/store/said-alarms.ts';
import { writeRefusals, writeSaid } from '../../fleet/store/states.ts';
import { aPostgres, type Postgres } from './postgres.ts';
import { anEvent, NOW } from './some-events.ts';

let postgres: Postgres;
const folder = mkdtempSync(join(tmpdir(), 'yike-states-'));
beforeAll(async () => {
  postgres = await aPostgres();
});
afterAll(async () => {
  await postgres.close();
  rmSync(folder, { recursive: true });
});

const station = (stationId: string, more: Partial<StationSaid> = {}): Said => ({
  about: 'station',
  said: {
    stationId,
    district: 'haibowan',
    circle: 'haibowan-04',
    community: 'park',
    name: { 'zh-CN': '公园', en: 'Park' },
    latitude: 39.7,
    longitude: 106.8,
    demo: false,
    version: '0.1.0',
    saidMs: NOW,
    receivedMs: NOW,
    live: true,
    state: '{}',
    ...more,
  },
});
const device = (stationId: string, more: Partial<DeviceSaid> = {}): Said => ({
  about: 'device',
  said: {
    stationId,
    deviceId: 'bp-1',
    driver: 'x',
    status: 'ok',
    errors: 0,
    demo: false,
    receivedMs: NOW,
    state: '{}',
    ...more,
  },
});
const alarm = (stationId: string, code: string, raised = true): Said => {
  const said: AlarmSaid = { stationId, deviceId: 'bp-1', code };
  const as = { severity: 'task', words: { 'zh-CN': '来', en: 'come' }, demo: false } as const;
  return { about: 'alarm', said: raised ? { ...said, raised: as } : said };
};

describe.each(['sqlite', 'postgres'] as const)('%s', (dialect) => {
  let databases: Databases;
  let id = '';
  let made = 0;
  beforeAll(async () => {
    databases = await openDatabases(dialect === 'postgres' ? postgres.database('states') : folder, NOW);
  });
  afterAll(() => databases.close());
  beforeEach(() => {
    id = `hut-${++made}`;
  });
  const write = (said: readonly Said[], nowMs = NOW) => writeSaid(databases.fleet, dialect, said, nowMs);
  const of = {
    station: () => databases.fleet.selectFrom('station').selectAll().where('station_id', '=', id).execute(),
    device: () => databases.fleet.selectFrom('device').selectAll().where('station_id', '=', id).execute(),
    alarm: () => databases.fleet.selectFrom('alarm').selectAll().where('station_id', '=', id).execute(),
    metric: () =>
      databases.fleet.selectFrom('metric').selectAll().where('station_id', '=', id).orderBy('at_ms').execute(),
    event: () =>
      databases.fleet.selectFrom('event').selectAll().where('station_id', '=', id).orderBy('position').execute(),
    envelope: () => databases.fleet.selectFrom('envelope').selectAll().where('station_id', '=', id).execute(),
    seen: () =>
      databases.fleet.selectFrom('seen').selectAll().where('station_id', '=', id).orderBy('sequence').execute(),
  };

  test('three facts apart: what the broker keeps is no heartbeat, the will is no silence', async () => {
    await write([station(id, { live: false })]);
    expect(await of.station()).toMatchObject([{ heard_ms: null, said_ms: null, online: 1, session_ms: NOW }]);
    await write([station(id, { receivedMs: NOW + 10, saidMs: NOW + 500 })], NOW + 10);
    await write([{ about: 'away', stationId: id, receivedMs: NOW + 20 }], NOW + 20);
    await write([{ about: 'away', stationId: id, receivedMs: NOW + 30 }], NOW + 30);
    await writeRefusals(databases.fleet, dialect, new Map([[id, { count: 3, why: 'schema', atMs: NOW }]]), NOW);
    expect(await of.station()).toMatchObject([
      {
        heard_ms: NOW + 10,
        said_ms: NOW + 500,
        online: 0,
        session_ms: NOW + 20,
        name_zh: '公园',
        refused: 3,
        refusal: 'schema',
        first_seen_ms: NOW,
      },
    ]);
  });

  test("a frame's moment is put right by what the station's clock showed, a year off or not, and is never to come", async () => {
    const YEAR = 365 * 86_400_000;
    await write([
      station(id, { saidMs: NOW + YEAR }),
      device(id, { lastFrameMs: NOW + YEAR - 5000 }),
      device(id, { deviceId: 'b', lastFrameMs: NOW + YEAR + 5000 }),
    ]);
    expect((await of.device()).map(({ frame_ms }) => frame_ms).toSorted()).toEqual([NOW - 5000, NOW]);
  });

  test('errors count by the hour from what counters rise, and from nothing where they began anew', async () => {
    const said = (errors: number, frames: number, minutes: number) =>
      write(
        [device(id, { errors, state: JSON.stringify({ frames }), receivedMs: NOW + minutes * 60_000 })],
        NOW + minutes * 60_000,
      );
    await said(100, 50, 0); // nobody knows when those were
    await said(103, 60, 1);
    await said(103, 60, 2);
    await said(105, 70, 61);
    await said(2, 3, 62);
    await said(9, 1, 63); // more errors than before, and yet from the start
    expect((await of.metric()).map(({ metric, at_ms, value }) => [metric, at_ms, value])).toEqual([
      ['errors', NOW, 3],
      ['errors', NOW + 3_600_000, 2 + 2 + 9],
    ]);
  });

  test('a gauge makes a row when it has changed by one, or a quarter of an hour is over', async () => {
    for (const [minutes, fillPercent] of [
      [0, 10],
      [1, 10.5],
      [2, 11],
      [3, 11],
      [18, 11],
      [19, 11],
    ] as const)
      await write([device(id, { fillPercent, receivedMs: NOW + minutes * 60_000 })]);
    expect((await of.metric()).map(({ at_ms, value }) => [(at_ms - NOW) / 60_000, value])).toEqual([
      [0, 10],
      [2, 11],
      [18, 11],
    ]);
  });

  test('of 80 devices and 1,000 alarms the first count, and another station goes on', async () => {
    const other = `${id}-other`;
    const many = Array.from({ length: 80 }, (_, n) => device(id, { deviceId: `d-${n}` }));
    const loud = Array.from({ length: 1000 }, (_, n) => alarm(id, `a-${n}`));
    const refused = await write([...many, ...loud, station(id), device(other), alarm(other, 'call')]);
    expect(refused.filter(({ why }) => why === 'too many devices')).toHaveLength(16);
    expect(refused.filter(({ why }) => why === 'too many alarms')).toHaveLength(744);
    expect(new Set(refused.map(({ stationId }) => stationId))).toEqual(new Set([id]));
    expect([(await of.device()).length, (await of.alarm()).length]).toEqual([64, 256]);
    expect(await write([device(id, { deviceId: 'd-1', status: 'down' })])).toEqual([]);
    id = other;
    expect([(await of.device()).length, (await of.alarm()).length]).toEqual([1, 1]);
  });

  test('an alarm said again changes nothing; cleared it is; what the service judged its station cannot clear', async () => {
    await write([alarm(id, 'call')]);
    await write([alarm(id, 'call')], NOW + 5);
    expect(await of.alarm()).toMatchObject([{ raised_ms: NOW, cleared_ms: null, origin: 'station' }]);
    await databases.fleet.updateTable('alarm').set({ origin: 'fleet' }).where('station_id', '=', id).execute();
    await write([alarm(id, 'call', false)]);
    expect(await of.alarm()).toMatchObject([{ cleared_ms: null }]);
    await databases.fleet.updateTable('alarm').set({ origin: 'station' }).where('station_id', '=', id).execute();
    await write([alarm(id, 'call', false), alarm(id, 'never', false)], NOW + 9);
    const open = (await of.alarm()).filter((row) => row.cleared_ms === null && row.source_cleared_ms === null);
    expect(open).toEqual([]);
  });

  test('what the broker no longer keeps of a station that is there goes; of one that it does not know nothing does', async () => {
    const unknown = `${id}-unknown`;
    await write([
      device(id),
      device(id, { deviceId: 'left' }),
      alarm(id, 'call'),
      alarm(id, 'left'),
      device(unknown),
      alarm(unknown, 'left'),
    ]);
    await write([device(id, { receivedMs: NOW + 100 })], NOW + 100);
    await sweep(
      databases.fleet,
      dialect,
      { stations: new Set([id]), alarms: new Set([`${id} bp-1.call`]), sinceMs: NOW + 50 },
      NOW + 200,
    );
    const standing = async () =>
      (await of.alarm())
        .filter((row) => row.cleared_ms === null && row.source_cleared_ms === null)
        .map(({ code }) => code);
    expect([(await of.device()).map(({ device_id }) => device_id), await standing()]).toEqual([['bp-1'], ['call']]);
    id = unknown;
    expect([(await of.device()).length, await standing()]).toEqual([1, ['left']]);
  });

  test('what is old goes, what a reader has still to pass stays', async () => {
    const DAY = 86_400_000;
    const old = NOW - 100 * DAY;
    const sequences = [1, 2, 3, 4, 5, 6];
    await commitEvents(
      databases,
      sequences.map((sequence) => anEvent(id, sequence, { receivedMs: old })),
      old,
    );
    await commitEvents(databases, [anEvent(id, 7), anEvent(id, 8, { kind: 'alarm' })], NOW);
    const kept = async () => ({
      events: (await of.event()).length,
      envelopes: (await of.envelope()).length,
      seen: (await of.seen()).map(({ sequence }) => sequence),
      records: (await databases.resident.selectFrom('record').selectAll().where('station_id', '=', id).execute())
        .length,
    });
    const [first] = await of.event();
    await databases.fleet
      .insertInto('cursor')
      .values({
        name: `fhir-${id}`,
        position: (first?.position ?? 0) - 1,
        changed_ms: NOW,
        failing_ms: null,
        last_error: null,
        set_aside: 0,
      })
      .execute();
    await prune(databases, { ...KEEP, recordDays: 50 }, NOW);
    expect(await kept()).toEqual({ events: 8, envelopes: 1, seen: [7, 8], records: 5 });
    await databases.fleet
      .updateTable('cursor')
      .set({ position: (first?.position ?? 0) + 7 })
      .execute();
    await prune(databases, { ...KEEP, recordDays: 50 }, NOW);
    expect(await kept()).toEqual({ events: 2, envelopes: 1, seen: [7, 8], records: 1 });
    expect(await commitEvents(databases, [anEvent(id, 3)], NOW)).toEqual(
      new Map([[id, { fresh: 0, repeats: 1, disputed: 0, through: 8 }]]),
    );
    await databases.fleet.deleteFrom('cursor').execute();
  });
});
