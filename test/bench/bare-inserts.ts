/** The least that anybody could do to keep events: one table, a thousand rows a statement, each statement synchronised. */
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import pg from 'pg';
import { someDevices } from '../fleet/player/devices.ts';
import { eventOf } from '../fleet/player/happenings.ts';

const ROWS = 1000;
const STATEMENTS = 50;
const COLUMNS = 'station_id text, sequence bigint, id text, payload text, primary key (station_id, sequence)';

/** Parameters of a statement: as many stations, each with its next event. */
function rowsOf(statement: number): (string | number)[] {
  const [device] = someDevices(1);
  if (!device) return [];
  return Array.from({ length: ROWS }, (_, at) => {
    const stationId = `bare-${at}`;
    const event = eventOf({ stationId, device, number: statement, atMs: Date.now(), demo: true });
    return [stationId, statement, event.id, event.payload(statement)];
  }).flat();
}

/** Rows a second; the payloads were made before. */
export function bareSqlite(folder: string): number {
  const db = new SqliteDatabase(join(folder, 'bare.sqlite'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec(`create table bare (${COLUMNS})`);
  const insert = db.prepare(`insert into bare values ${Array.from({ length: ROWS }, () => '(?,?,?,?)').join()}`);
  const all = Array.from({ length: STATEMENTS }, (_, at) => rowsOf(at + 1));
  const began = performance.now();
  for (const rows of all) insert.run(rows);
  const rate = (1000 * ROWS * STATEMENTS) / (performance.now() - began);
  db.close();
  return rate;
}

export async function barePostgres(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create table bare (${COLUMNS})`);
  const places = Array.from(
    { length: ROWS },
    (_, at) => `($${4 * at + 1},$${4 * at + 2},$${4 * at + 3},$${4 * at + 4})`,
  );
  const text = `insert into bare values ${places.join()}`;
  const all = Array.from({ length: STATEMENTS }, (_, at) => rowsOf(at + 1));
  const began = performance.now();
  for (const rows of all) await client.query({ name: 'bare', text, values: rows });
  const rate = (1000 * ROWS * STATEMENTS) / (performance.now() - began);
  await client.end();
  return rate;
}
