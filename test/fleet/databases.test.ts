import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Databases, openDatabases } from '../../fleet/store/open.ts';
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
