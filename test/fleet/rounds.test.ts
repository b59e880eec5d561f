import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openNearby } from '../../fleet/rounds/nearby.ts';
import { openRounds } from '../../fleet/rounds/rounds.ts';
import { type Databases, openDatabases } from '../../fleet/store/open.ts';
import { aFakeClock } from '../fake-clock.ts';
import { openContract, theContract } from '../wire-contract.ts';
import { aPostgres, type Postgres } from './postgres.ts';
import { aDevice, aStation } from './some-rows.ts';

const HOUR = 3_600_000;
const messagesOf = openContract(theContract());
const log = { info() {}, warn() {}, error() {} };
let postgres: Postgres;
const folder = mkdtempSync(join(tmpdir(), 'yike-rounds-'));
beforeAll(async () => {
  postgres = await aPostgres();
});
afterAll(async () => {
  await postgres.close();
  rmSync(folder, { recursive: true });
});

describe.each(['sqlite', 'postgres'] as const)('%s', (dialect) => {
  let databases: Databases;
  const clock = aFakeClock();
  const now = clock.wall();
  beforeAll(async () => {
    databases = await openDatabases(dialect === 'postgres' ? postgres.database('rounds') : folder, now);
    const stations = [
      aStation('hut-1', now),
      aStation('hut-2', now, { district: 'wuda', circle: 'wuda-01', latitude: 39.68 }),
      aStation('hut-3', now, { latitude: 39.671, condition: 'silent' }),
      aStation('hut-4', now, {
        latitude: 39.672,
        state: '{"services":{"self-test":{"working":false},"$":{"working":true}}}',
      }),
      aStation('hut-5', now, { latitude: null, longitude: null }),
      aStation('demo-1', now, { demo: 1 }),
      aStation('demo-2', now, { demo: 1 }),
    ];
    await databases.fleet.insertInto('station').values(stations).execute();
    const bin = (id: string, state: object) => aDevice(id, 'bin-1', now, { state: JSON.stringify(state) });
    const devices = [
      bin('hut-1', { fillPercent: 60, material: 'glass' }),
      bin('hut-2', { fillPercent: 57, material: 'paper' }),
      bin('hut-3', { fillPercent: 130 }),
      bin('hut-4', { fillPercent: 'full' }),
      aDevice('hut-4', 'bp-1', now),
    ];
    await databases.fleet.insertInto('device').values(devices).execute();
    const filling = Array.from({ length: 20 }, (_, i) => {
      return {
        station_id: 'hut-2',
        device_id: 'bin-1',
        metric: 'fillPercent',
        at_ms: now - 3 * HOUR * (19 - i),
        value: 3 * i,
      };
    });
    await databases.fleet.insertInto('metric').values(filling).execute();
  });
  afterAll(() => databases.close());

  test('the bins that are full first, of what a person sees', async () => {
    const rounds = openRounds(databases.dialect);
    const { bins } = await rounds(databases.console, {}, { districts: undefined }, now);
    expect(bins.map(({ stationId, fillPercent, material }) => [stationId, fillPercent, material])).toEqual([
      ['hut-3', 100, 'other'],
      ['hut-2', 57, 'paper'],
      ['hut-1', 60, 'glass'],
    ]);
    const wait = ((bins[1]?.fullAt ?? 0) - now) / HOUR;
    expect(wait).toBeGreaterThan(42);
    expect(wait).toBeLessThan(44);
    expect(bins[2]?.fullAt).toBeUndefined();
    const names = async (query: object, districts?: string[]) =>
      (await rounds(databases.console, query, { districts }, now)).bins.map(({ stationId }) => stationId);
    expect(await names({ district: 'wuda' })).toEqual(['hut-2']);
    expect(await names({}, ['wuda'])).toEqual(['hut-2']);
    expect(await names({ district: 'haibowan' }, ['wuda'])).toEqual([]);
    expect(await names({}, [])).toEqual([]);
    expect(await names({ leastPercent: 60 })).toEqual(['hut-3', 'hut-1']);
  });

  test('each is told what is near and works, when that changes; no demo station near a real one', async () => {
    const told: [string, string][] = [];
    let taken = true;
    const publish = async (topic: string, payload: string): Promise<void> => {
      if (!taken) throw new Error('away');
      told.push([topic, payload]);
    };
    const near = () =>
      told.splice(0).map(([topic, payload]) => {
        expect(messagesOf({ topic, payload, qos: 1, retain: true }, 'receive')).toEqual(['nearby/nearby']);
        const ids = JSON.parse(payload).stations.map(({ id }: { id: string }) => id);
        return `${topic.split('/')[2]}: ${ids.join(' ')}`;
      });
    const nearby = openNearby({ databases, clock, log, publish });
    const later = async (): Promise<void> => {
      await clock.pass(60_000);
      await expect.poll(() => clock.waiting()).toBe(1);
    };
    await later();
    expect(near()).toEqual([
      'hut-1: hut-2',
      'hut-2: hut-1',
      'hut-3: hut-1 hut-2',
      'hut-4: hut-1 hut-2',
      'demo-1: demo-2',
      'demo-2: demo-1',
    ]);
    await later();
    expect(near()).toEqual([]);
    taken = false;
    await databases.fleet.updateTable('station').set({ condition: 'ok' }).where('station_id', '=', 'hut-3').execute();
    await later();
    taken = true;
    await later();
    expect(near()).toEqual(['hut-1: hut-3 hut-2', 'hut-2: hut-3 hut-1', 'hut-4: hut-3 hut-1 hut-2']);
    await nearby.close();
  });
});
