/** What people do over HTTP, on both databases: it is done, it is written down, and the chain holds however many act at once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AlarmList } from '../../fleet/contract/alarms.ts';
import type { AuditList } from '../../fleet/contract/audit.ts';
import type { DevicePage, StationPage } from '../../fleet/contract/stations.ts';
import { anApp, type TestApp, type Who } from './an-app.ts';
import { aCity } from './city/a-city.ts';
import { putCity } from './city/put-city.ts';
import { aPostgres, type Postgres } from './postgres.ts';
import { stationList } from './station-list.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await aPostgres();
});
afterAll(() => postgres.close());

/** In Wuda, where the fitter works: its monitor is down. The other open alarm of the city is of a bin in Hainan. */
const OWN = 'wuda-04-00053';
const HOUR = 3_600_000;

describe.each(['sqlite', 'postgres'] as const)('%s', (dialect) => {
  let city: TestApp;
  beforeAll(async () => {
    city = await anApp(dialect === 'postgres' ? postgres.database('acts') : undefined);
    await putCity(city.fleet.databases.fleet, aCity({ stations: 60, nowMs: city.fleet.clock.wall() }));
  });
  afterAll(() => city[Symbol.asyncDispose]());

  async function answer<T>(who: Who, path: string): Promise<T> {
    const found = await city.ask(who, 'GET', path);
    expect(found.status).toBe(200);
    return found.json();
  }
  const audit = () => answer<AuditList>('auditor', '/api/audit');
  const page = () => answer<StationPage>('viewer', `/api/stations/${OWN}`);

  test('a fitter acts on alarms of their district alone, and each act is written down', async () => {
    const { lines } = await answer<AlarmList>('viewer', '/api/alarms?show=open');
    const ids = lines.map(({ lead }) => lead.id);
    expect(ids).toHaveLength(2);
    const acted = await city.ask('fitter', 'POST', '/api/alarms/acts', {
      alarmIds: ids,
      act: { kind: 'shelve', minutes: 60, reason: 'new strips come' },
    });
    const { rows, refused } = await acted.json();
    expect(rows).toMatchObject([{ stationId: OWN, shelved: { by: 'fitter', reason: 'new strips come' } }]);
    expect(refused).toHaveLength(1);
    const { entries } = await audit();
    expect(entries[0]).toMatchObject({
      by: 'fitter',
      act: 'alarm shelved',
      target: `alarm ${rows[0].id}`,
      detail: '60 min: new strips come',
    });
    expect((await city.ask('fitter', 'GET', `/api/alarms/${refused[0]}`)).status).toBe(404);
    const { stations } = await stationList(await city.ask('viewer', 'GET', '/api/stations'));
    expect(stations.find(({ id }) => id === OWN)?.alarms).toBe(0);
  });

  test('a station in maintenance says who, why and until when', async () => {
    const path = `/api/stations/${OWN}/maintenance`;
    expect((await city.ask('operator', 'POST', path, { minutes: 30, reason: 'new cuff' })).status).toBe(204);
    const until = city.fleet.clock.wall() + 30 * 60_000;
    expect((await page()).maintenance).toEqual({ until, by: 'operator', reason: 'new cuff' });
    expect((await city.ask('operator', 'DELETE', path)).status).toBe(204);
    expect((await page()).maintenance).toBeUndefined();
    expect((await audit()).entries.slice(0, 2).map(({ act }) => act)).toEqual([
      'maintenance ended',
      'maintenance begun',
    ]);
  });

  test('a gap is given up by an operator, once, with its reason; what is missing behind it stays missing', async () => {
    const { fleet } = city.fleet.databases;
    const have = [1, 2, 5, 6, 7, 9, 12];
    const now = city.fleet.clock.wall();
    await fleet
      .insertInto('seen')
      .values(have.map((sequence) => ({ station_id: OWN, sequence, id: `${sequence}`, digest: 'd', received_ms: now })))
      .execute();
    await fleet
      .updateTable('watermark')
      .set({ through: 2, highest: 12, gap_ms: now })
      .where('station_id', '=', OWN)
      .execute();
    const give = (through: number) =>
      city.ask('operator', 'POST', `/api/stations/${OWN}/gap`, { through, reason: 'card lost' });
    expect((await page()).sequence).toMatchObject({
      through: 2,
      missing: [
        { from: 3, to: 4 },
        { from: 8, to: 8 },
        { from: 10, to: 11 },
      ],
    });
    expect((await give(4)).status).toBe(204);
    expect((await give(4)).status).toBe(409);
    expect((await give(13)).status).toBe(409);
    expect((await page()).sequence).toMatchObject({
      through: 7,
      missing: [
        { from: 8, to: 8 },
        { from: 10, to: 11 },
      ],
    });
    expect((await give(10)).status).toBe(204); // in the midst of what is missing
    expect((await page()).sequence).toMatchObject({ through: 10, missing: [{ from: 11, to: 11 }] });
    expect((await give(11)).status).toBe(204);
    expect((await page()).sequence).toMatchObject({ through: 12, missing: [] });
    const mark = await fleet.selectFrom('watermark').selectAll().where('station_id', '=', OWN).executeTakeFirst();
    expect(mark).toMatchObject({ through: 12, gap_ms: null });
    expect((await audit()).entries[0]).toMatchObject({
      by: 'operator',
      act: 'gap given up',
      target: OWN,
      detail: 'through 11: card lost',
    });
  });

  test('how long a station takes to empty is told by what came in the last minute', async () => {
    const { fleet } = city.fleet.databases;
    const state = JSON.stringify({ outbox: { depth: 21, oldestSavedAt: '2026-11-23T14:00:00.000+08:00' } });
    const at = { said_ms: Date.UTC(2026, 10, 23, 6, 10), state };
    await fleet.updateTable('station').set(at).where('station_id', '=', OWN).execute();
    expect((await page()).outbox).toEqual({ depth: 21, oldestAgeMs: 600_000, emptyInMs: 180_000 }); // 7 came
    await fleet.updateTable('seen').set({ received_ms: 1 }).execute();
    expect((await page()).outbox).toEqual({ depth: 21, oldestAgeMs: 600_000 });
  });

  test('a device is told hour by hour, the quiet ones too', async () => {
    const device = await answer<DevicePage>('viewer', `/api/stations/${OWN}/devices/blood-pressure?days=1`);
    const errors = device.trends.find(({ metric }) => metric === 'errors');
    expect(errors?.at).toHaveLength(24);
    expect(new Set(errors?.at.map((at, i) => at - (errors.at[0] ?? 0) - i * HOUR))).toEqual(new Set([0]));
    expect(errors?.values).toEqual(device.device.errors);
    expect(errors?.values).toEqual([...Array.from({ length: 21 }, () => 0), 1, 5, 13]);
    expect(device.trends.map(({ metric }) => metric)).toEqual(['errors', 'batteryPercent']);
    expect(device.counters).toMatchObject({ 'failures.cuff': 4, 'losses.unplugged': 1, frames: 900 });
  });

  test('many who act at once are one chain', async () => {
    const path = `/api/stations/${OWN}/maintenance`;
    const acts = Array.from({ length: 12 }, (_, i) =>
      city.ask(i % 2 === 0 ? 'operator' : 'admin', 'POST', path, { minutes: 5 + i, reason: `r${i}` }),
    );
    expect((await Promise.all(acts)).map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 204));
    const { entries, holds } = await audit();
    expect(holds).toBe(true);
    expect(new Set(entries.slice(0, 12).map(({ detail }) => detail)).size).toBe(12);
  });

  test('accounts are made, disabled and reset by an admin, whose own stays', async () => {
    const made = await city.ask('admin', 'POST', '/api/accounts', {
      name: 'wang',
      displayName: '王师傅',
      role: 'fitter',
      districts: ['wuda'],
    });
    expect([made.status, await made.json()]).toMatchObject([
      201,
      { name: 'wang', totpUri: expect.stringMatching(/^otpauth:/) },
    ]);
    expect((await city.ask('admin', 'POST', '/api/accounts/wang/disabled', { disabled: true })).status).toBe(204);
    const people = await answer<{ people: { name: string }[] }>('viewer', '/api/people');
    expect(people.people.map(({ name }) => name)).toEqual(['admin', 'fitter', 'operator']);
    expect((await city.ask('admin', 'POST', '/api/accounts/admin/disabled', { disabled: true })).status).toBe(409);
    expect((await city.ask('admin', 'POST', '/api/accounts/wang/reset', {})).status).toBe(200);
    expect((await audit()).entries.slice(0, 3).map(({ act, by }) => `${act} by ${by}`)).toEqual([
      'account reset by admin',
      'account disabled by admin',
      'account made by admin',
    ]);
  });
});
