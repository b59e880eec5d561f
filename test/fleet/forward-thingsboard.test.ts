/** ThingsBoard's gateway API over real MQTT, from both databases: every thing as it is, through an outage and a kill, and no value. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Forward, openForward } from '../../fleet/forward.ts';
import { type Databases, openDatabases } from '../../fleet/store/open.ts';
import { aSteppedClock } from '../fake-clock.ts';
import { needlesIn } from '../needles.ts';
import { anAedes } from '../platform.ts';
import { NOW, SYSTOLIC } from './events-to-pass-on.ts';
import { aPostgres } from './postgres.ts';

const folder = mkdtempSync(join(tmpdir(), 'yike-fw-'));
const postgres = await aPostgres();
afterAll(async () => {
  await postgres.close();
  rmSync(folder, { recursive: true });
});

async function aPark({ fleet }: Databases, devices: number, changedMs: number): Promise<void> {
  await fleet
    .insertInto('station')
    .values({
      station_id: 'park-hut-01',
      district: 'haibowan',
      circle: 'haibowan-04',
      community: 'park',
      name_zh: '公园',
      name_en: 'Park',
      demo: 0,
      first_seen_ms: NOW,
      condition: 'ok',
      refused: 0,
      changed_ms: changedMs,
    })
    .execute();
  await fleet
    .insertInto('device')
    .values(
      Array.from({ length: devices }, (_, i) => ({
        station_id: 'park-hut-01',
        device_id: `bp-${i + 1000}`,
        driver: 'maibobo-rbp',
        model: null,
        status: 'ok',
        heard_ms: changedMs,
        frame_ms: null,
        state: JSON.stringify({ status: 'ok', frames: i + 1000, systolic: SYSTOLIC }),
        error_total: 0,
        demo: 0,
        changed_ms: changedMs,
      })),
    )
    .execute();
}

test.each(['sqlite', 'postgres'] as const)('%s', async (dialect) => {
  const databases = await openDatabases(dialect === 'postgres' ? postgres.database('things') : folder, NOW);
  await using broker = await anAedes();
  const clock = aSteppedClock();
  const said: string[] = [];
  const note = (what: string): void => void said.push(what);
  const open = (): Forward =>
    openForward({
      databases,
      targets: [{ id: 'tb', kind: 'thingsboard', url: broker.url, token: 'WARATAH' }],
      clock,
      random: { fraction: () => 0.01 },
      log: { info: note, warn: note, error: note },
    });
  const until = async (done: () => boolean): Promise<void> => {
    for (let left = 500; !done(); left--) {
      if (left === 0) throw new Error(`not so: ${said.slice(-5).join('\n')}`);
      await clock.pass(10);
    }
  };
  const heardOn = (topic: string): string[] =>
    broker.log.filter((message) => message.topic === topic).map(({ payload }) => payload);
  /** By name, the last values of each thing. */
  const told = (): Map<string, Record<string, unknown>> =>
    new Map(
      heardOn('v1/gateway/telemetry')
        .flatMap((payload): [string, [{ values: Record<string, unknown> }]][] => Object.entries(JSON.parse(payload)))
        .map(([name, [point]]) => [name, point.values]),
    );
  const { fleet } = databases;
  const start = clock.wall();
  await aPark(databases, 450, start); // more of one moment than a batch holds
  let forward = open();
  await until(() => told().size === 451);
  const connects = heardOn('v1/gateway/connect');
  expect(new Set(connects).size).toBe(451);
  expect(connects).toHaveLength(451);
  expect(told().get('park-hut-01/bp-1449')).toEqual({
    status: 'ok',
    frames: 1449,
    alarms: 0,
    worstAlarm: 'none',
    alarmCodes: '',
  });

  await broker.stop();
  await fleet
    .updateTable('device')
    .set({ status: 'down', changed_ms: start - 1500 }) // committed behind one of a later moment
    .where('device_id', '=', 'bp-1007')
    .execute();
  await until(() => said.includes('passing on fails'));
  await broker.start();
  await until(() => told().get('park-hut-01/bp-1007')?.status === 'down');

  await forward.close();
  await fleet.updateTable('station').set({ condition: 'fault', changed_ms: clock.wall() }).execute();
  forward = open();
  await until(() => told().get('park-hut-01')?.status === 'fault');
  await forward.close();
  expect(broker.log.every(({ qos }) => qos === 1)).toBe(true);
  expect(needlesIn(broker.log.map(({ payload }) => payload).join('\n'), [SYSTOLIC, 'systolic'])).toEqual([]);
  await databases.close();
});
