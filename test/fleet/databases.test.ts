import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Databases, openDatabases } from '../../fleet/store/open.ts';
import { keepMonths } from '../../fleet/store/partitions.ts';
import { aPostgres, type Postgres } from './postgres.ts';

const NOW = Date.UTC(2026, 10, 29);
let postgres: Postgres;
const folder = mkdtempSync(join(tmpdir(), 'yike-fleet-'));
beforeAll(async () => {
  postgres = await aPostgres();
});
afterAll(async () => {
  await postgres.close();
  rmSync(folder, { recursive: true });
});

describe.each(['sqlite', 'postgres'] as const)('%s', (dialect) => {
  let url: string;
  let databases: Databases;
  beforeAll(async () => {
    url = dialect === 'postgres' ? postgres.database('shape') : folder;
    databases = await openDatabases(url, NOW);
  });
  afterAll(() => databases.close());

  test('two members that start at once migrate once', async () => {
    const both = await Promise.all([openDatabases(url, NOW), openDatabases(url, NOW)]);
    for (const each of both) await each.close();
    expect(await databases.fleet.selectFrom('station').selectAll().execute()).toEqual([]);
  });

  test('an event gets its position, and numbers come back as numbers', async () => {
    await databases.fleet
      .insertInto('event')
      .values({
        station_id: 'hut-1',
        sequence: 9_007_199_254_740_991,
        id: 'a',
        kind: 'alarm',
        device_id: null,
        time_ms: NOW,
        received_ms: NOW,
        demo: 0,
        words: null,
      })
      .execute();
    const [event] = await databases.console.selectFrom('event').selectAll().execute();
    expect(event).toMatchObject({ position: 1, sequence: 9_007_199_254_740_991, received_ms: NOW });
  });

  test("the console's connection reaches no record of a resident", async () => {
    const row = { station_id: 'hut-1', sequence: 1, received_ms: NOW, kind: 'observation', envelope: 'sealed' };
    await databases.resident.insertInto('record').values(row).execute();
    for (const table of ['record', 'resident.record', 'resident.disputed_record'])
      await expect(sql`select * from ${sql.raw(table)}`.execute(databases.console)).rejects.toThrow(
        dialect === 'postgres' ? /permission denied|does not exist/ : /no such table/,
      );
    expect(await databases.resident.selectFrom('record').selectAll().execute()).toHaveLength(1);
  });
});

test('rows that came when there was no month for them lie in it once it is made, whoever makes it first', async () => {
  const databases = await openDatabases(postgres.database('months'), NOW);
  const { fleet } = databases;
  const later = Date.UTC(2027, 3, 15);
  const row = { station_id: 'hut-1', device_id: null, kind: 'alarm', time_ms: NOW, demo: 0, words: null };
  const events = [NOW, later, Date.UTC(2031, 0, 1)].map((received_ms, i) => ({
    ...row,
    sequence: i + 1,
    id: String(i),
    received_ms,
  }));
  await fleet.insertInto('event').values(events).execute();
  const metric = { station_id: 'hut-1', device_id: 'bin-1', metric: 'fillPercent', at_ms: later, value: 7 };
  await fleet.insertInto('metric').values(metric).execute();
  const before = await fleet.selectFrom('event').selectAll().orderBy('position').execute();
  await Promise.all([keepMonths(fleet, later), keepMonths(fleet, later), keepMonths(fleet, later)]);
  expect(await fleet.selectFrom('event').selectAll().orderBy('position').execute()).toEqual(before);
  const of = async (name: string): Promise<unknown> =>
    (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(name)}`.execute(fleet)).rows[0]?.n;
  expect(await Promise.all(['event_2026_11', 'event_2027_04', 'event_other', 'metric_2027_04'].map(of))).toEqual([
    1, 1, 1, 1,
  ]);
  await fleet
    .insertInto('event')
    .values({ ...row, sequence: 9, id: '9', received_ms: later })
    .execute();
  expect(await of('event_2027_04')).toBe(2);
  await databases.close();
});

test('a database that dies below open transactions fails them, and nothing else; then all goes on', async () => {
  const databases = await openDatabases(postgres.database('dying'), NOW);
  const killed = Promise.withResolvers<void>();
  const open = [databases.fleet, databases.console].map((each) =>
    each.transaction().execute(async (trx) => {
      await sql`select 1`.execute(trx);
      await killed.promise;
      await sql`select 1`.execute(trx);
    }),
  );
  const failed = Promise.allSettled(open);
  await sql`select 1`.execute(databases.fleet);
  await postgres.kill();
  killed.resolve();
  expect((await failed).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await postgres.start();
  expect(await databases.fleet.selectFrom('station').selectAll().execute()).toEqual([]);
  await databases.close();
});

test('a user that may make no roles is served by one that it was given', async () => {
  const url = postgres.database('owned');
  const by = await openDatabases(postgres.database('by'), NOW); // has made the role
  await sql`create role plain login`.execute(by.fleet);
  await sql`alter database owned owner to plain`.execute(by.fleet);
  const plain = url.replace('//postgres@', '//plain@');
  await expect(openDatabases(plain, NOW)).rejects.toThrow(/permission denied to set role/);
  await sql`grant yike_console to plain`.execute(by.fleet);
  const databases = await openDatabases(plain, NOW);
  expect(await databases.console.selectFrom('station').selectAll().execute()).toEqual([]);
  await Promise.all([databases.close(), by.close()]);
});

test('a transaction that does nothing for long is ended: it may hold what all members wait for', async () => {
  const databases = await openDatabases(postgres.database('idle'), NOW);
  const { rows } = await sql`show idle_in_transaction_session_timeout`.execute(databases.fleet);
  expect(rows).toEqual([{ idle_in_transaction_session_timeout: '15s' }]);
  await databases.close();
});
