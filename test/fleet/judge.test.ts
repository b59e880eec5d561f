import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KyselyPlugin } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openJudge } from '../../fleet/judge.ts';
import { actOnAlarms, clear, raise } from '../../fleet/store/alarm-store.ts';
import { type Databases, openDatabases } from '../../fleet/store/open.ts';
import type { DeviceTable, StationTable } from '../../fleet/store/schema.ts';
import type { Ticking } from '../../fleet/ticking.ts';
import { aFakeClock, type FakeClock } from '../fake-clock.ts';
import { aPostgres, type Postgres } from './postgres.ts';
import { aDevice, aStation } from './some-rows.ts';

const SECOND = 1000;
const MINUTE = 60_000;
let postgres: Postgres;
const folder = mkdtempSync(join(tmpdir(), 'yike-judge-'));
beforeAll(async () => {
  postgres = await aPostgres();
});
afterAll(async () => {
  await postgres.close();
  rmSync(folder, { recursive: true });
});

describe.each(['sqlite', 'postgres'] as const)('%s', (dialect) => {
  let databases: Databases;
  let clock: FakeClock;
  let judge: Ticking;
  const failures: unknown[] = [];
  const log = { info() {}, warn() {}, error: (...facts: unknown[]) => failures.push(facts) };
  const open = (fleet = databases.fleet): Ticking => openJudge({ databases: { fleet }, clock, log });

  beforeAll(async () => {
    databases = await openDatabases(
      dialect === 'postgres' ? postgres.database('judge') : folder,
      Date.UTC(2026, 10, 1),
    );
  });
  afterAll(() => databases.close());
  beforeEach(async () => {
    for (const table of ['alarm_event', 'alarm', 'device', 'watermark', 'dispute', 'station'] as const)
      await databases.fleet.deleteFrom(table).execute();
    clock = aFakeClock();
    judge = open();
    await settled();
  });
  afterEach(async () => {
    await judge.close();
    expect(failures.splice(0)).toEqual([]);
  });

  /** It rests, and only its next second waits. */
  const settled = async (): Promise<void> => {
    await clock.pass(0);
    await expect.poll(() => clock.waiting()).toBe(1);
  };
  /** Time passes, and what it brings is judged at its end. */
  const pass = async (ms: number): Promise<void> => {
    await clock.pass(ms - SECOND);
    await settled();
    await clock.pass(SECOND);
    await settled();
  };
  const restart = async (): Promise<void> => {
    await judge.close();
    judge = open();
    await settled();
  };
  const put = (...ids: string[]) =>
    databases.fleet
      .insertInto('station')
      .values(ids.map((id) => aStation(id, clock.wall(), { heard_ms: clock.wall() })))
      .execute();
  const station = (id: string, set: Partial<StationTable>) =>
    databases.fleet
      .updateTable('station')
      .set({ ...set, changed_ms: clock.wall() })
      .where('station_id', '=', id)
      .execute();
  const device = (id: string, set: Partial<DeviceTable>) =>
    databases.fleet
      .updateTable('device')
      .set({ ...set, changed_ms: clock.wall() })
      .where('station_id', '=', id)
      .execute();
  const hear = (id: string) => station(id, { heard_ms: clock.wall(), said_ms: clock.wall(), online: 1 });
  const seen = async (): Promise<string[]> => {
    const stations = await databases.fleet.selectFrom('station').selectAll().orderBy('station_id').execute();
    const alarms = await databases.fleet
      .selectFrom('alarm')
      .selectAll()
      .where('cleared_ms', 'is', null)
      .orderBy('station_id')
      .orderBy('code')
      .execute();
    return [
      ...stations.map(({ station_id, condition }) => `${station_id} ${condition}`),
      ...alarms.map(({ station_id, code }) => `${station_id} ${code}`),
    ];
  };

  test('a station that is not heard falls silent at 150 s, over a restart too, and is back with its next heartbeat', async () => {
    await put('hut-1');
    await pass(149 * SECOND);
    expect(await seen()).toEqual(['hut-1 ok']);
    await restart();
    expect(await seen()).toEqual(['hut-1 ok']);
    await pass(2 * SECOND);
    expect(await seen()).toEqual(['hut-1 silent', 'hut-1 silent']);
    await restart();
    expect(await seen()).toEqual(['hut-1 silent', 'hut-1 silent']);
    await hear('hut-1');
    await pass(SECOND);
    expect(await seen()).toEqual(['hut-1 ok']);
  });

  test('a short drop of its line is no silence; a longer one is', async () => {
    await put('hut-1');
    await station('hut-1', { online: 0, session_ms: clock.wall() });
    await pass(8 * SECOND);
    await station('hut-1', { online: 1, session_ms: clock.wall() });
    await pass(20 * SECOND);
    expect(await seen()).toEqual(['hut-1 ok']);
    await station('hut-1', { online: 0, session_ms: clock.wall() });
    await pass(11 * SECOND);
    expect(await seen()).toEqual(['hut-1 silent', 'hut-1 silent']);
  });

  test('what happened while nobody judged is judged with the lead', async () => {
    await judge.close();
    await put('hut-1', 'hut-2');
    await databases.fleet
      .insertInto('device')
      .values(aDevice('hut-1', 'bp-1', clock.wall(), { status: 'down' }))
      .execute();
    const old = { stationId: 'hut-2', deviceId: 'bp-9', code: 'device-down', severity: 'warning' } as const;
    await raise(
      databases.fleet,
      [{ ...old, words: { 'zh-CN': '旧', en: 'old' }, origin: 'fleet', demo: false }],
      clock.wall(),
    );
    await clock.pass(MINUTE);
    judge = open();
    await settled();
    expect(await seen()).toEqual(['hut-1 look', 'hut-2 ok', 'hut-1 device-down']);
  });

  test('a device that is unplugged is seen at once, an alarm in ten seconds, and over when it is back', async () => {
    await put('hut-1');
    await databases.fleet
      .insertInto('device')
      .values(aDevice('hut-1', 'bp-1', clock.wall()))
      .execute();
    await pass(3 * SECOND);
    await device('hut-1', { status: 'down' });
    await pass(SECOND);
    expect(await seen()).toEqual(['hut-1 look']);
    await device('hut-1', { error_total: 1 }); // its row changes meanwhile
    await pass(10 * SECOND);
    expect(await seen()).toEqual(['hut-1 look', 'hut-1 device-down']);
    await device('hut-1', { status: 'ok' });
    await pass(SECOND);
    expect(await seen()).toEqual(['hut-1 ok']);
  });

  test('a hole that stays, and a fork that staff have looked at until the next', async () => {
    await put('hut-1');
    const keepAlive = async (minutes: number): Promise<void> => {
      for (let i = 0; i < minutes; i++) {
        await hear('hut-1');
        await pass(MINUTE);
      }
    };
    const fork = () =>
      databases.fleet
        .insertInto('dispute')
        .values({ station_id: 'hut-1', sequence: 7, event_id: 'a', digest: 'b', received_ms: clock.wall() })
        .execute();
    const watermark = { station_id: 'hut-1', through: 4, highest: 9, disputed: 1, receipt_ms: 0 };
    await databases.fleet
      .insertInto('watermark')
      .values({ ...watermark, gap_ms: clock.wall() })
      .execute();
    await keepAlive(14);
    expect(await seen()).toEqual(['hut-1 ok']);
    await keepAlive(2);
    expect(await seen()).toEqual(['hut-1 look', 'hut-1 sequence-gap']);
    await databases.fleet.updateTable('watermark').set({ gap_ms: null }).execute();
    await fork();
    await pass(SECOND);
    expect(await seen()).toEqual(['hut-1 fault', 'hut-1 sequence-fork']);
    const [row] = await databases.fleet.selectFrom('alarm').select('id').where('cleared_ms', 'is', null).execute();

    await actOnAlarms(databases.fleet, [row?.id ?? 0], { kind: 'clear', by: 'li', reason: 'seen' }, clock.wall());
    await pass(SECOND);
    expect(await seen()).toEqual(['hut-1 ok']);
    await restart();
    expect(await seen()).toEqual(['hut-1 ok']);
    await pass(SECOND);
    await fork();
    await pass(SECOND);
    expect(await seen()).toEqual(['hut-1 fault', 'hut-1 sequence-fork']);
  });

  test("a station's own critical alarm is its condition; in maintenance that is what it is", async () => {
    await put('hut-1');
    const call = { stationId: 'hut-1', deviceId: 'call-1', code: 'tamper' };
    const words = { 'zh-CN': '撬', en: 'tampered with' };
    await raise(
      databases.fleet,
      [{ ...call, severity: 'critical', words, origin: 'station', demo: false }],
      clock.wall(),
    );
    await pass(SECOND);
    expect(await seen()).toEqual(['hut-1 fault', 'hut-1 tamper']);
    await station('hut-1', {
      maintenance_until_ms: clock.wall() + MINUTE,
      maintenance_by: 'li',
      maintenance_reason: 'x',
    });
    await pass(SECOND);
    expect((await seen())[0]).toBe('hut-1 maintenance');
    const [alarm] = await databases.fleet.selectFrom('alarm').selectAll().execute();
    expect(alarm).toMatchObject({ shelved_by: 'li', shelve_reason: 'x' });
    await pass(MINUTE);
    expect((await seen())[0]).toBe('hut-1 fault');
    await clear(databases.fleet, [call], clock.wall());
    await pass(SECOND);
    expect(await seen()).toEqual(['hut-1 ok']);
  });

  test('what is heard once is judged once; an idle second asks the least, however many stations there are', async () => {
    await judge.close();
    let asked = 0;
    let most = Number.POSITIVE_INFINITY;
    const counts: KyselyPlugin = {
      transformQuery({ node }) {
        if (++asked > most) throw new Error('away');
        return node;
      },
      transformResult: async ({ result }) => result,
    };
    const inASecond = async (): Promise<number> => {
      asked = 0;
      await pass(SECOND);
      return asked;
    };
    judge = open(databases.fleet.withPlugin(counts));
    await put('hut-1', 'hut-2');
    await pass(5 * SECOND);
    const idle = await inASecond();
    await hear('hut-1');
    const told = [await inASecond(), await inASecond(), await inASecond()];
    expect(told).toEqual([expect.any(Number), idle, idle]);
    expect(told[0]).toBeGreaterThan(idle);
    expect(idle).toBeLessThan(8);

    await station('hut-1', { maintenance_until_ms: clock.wall() + MINUTE });
    most = idle + 1; // it sees the change, and cannot judge it
    await inASecond();
    expect(failures.splice(0)).toEqual([['stations could not be judged', { code: 'unknown' }]]);
    most = Number.POSITIVE_INFINITY;
    await pass(5 * SECOND);
    expect((await seen())[0]).toBe('hut-1 maintenance');
  });
});
