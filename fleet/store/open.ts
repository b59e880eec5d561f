/**
 * Opens the two databases, brought up to date: `fleet` (stations, devices, events, alarms, accounts) and `resident` (what
 * is a resident's own). SQLite: two files. PostgreSQL: two schemas, and a third pool whose role cannot read the second.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, sql } from 'kysely';
import type { Dialect } from './dialect.ts';
import { migrate } from './migrate.ts';
import { keepMonths } from './partitions.ts';
import { openPostgres } from './postgres.ts';
import type { Fleet, Resident } from './schema.ts';
import { openSqlite } from './sqlite.ts';

export interface Databases {
  readonly dialect: Dialect;
  /** What the service itself writes and reads. */
  readonly fleet: Kysely<Fleet>;
  /** What the console's questions go to. On PostgreSQL its role has no right to `resident`; on SQLite that is another file. */
  readonly console: Kysely<Fleet>;
  readonly resident: Kysely<Resident>;
  close(): Promise<void>;
}

/** `database`: a `postgres://` URL, or a folder for the two SQLite files. `nowMs` says for which months there must be room. */
export async function openDatabases(database: string, nowMs: number): Promise<Databases> {
  const postgres = /^postgres(ql)?:\/\//.test(database);
  const dialect: Dialect = postgres ? 'postgres' : 'sqlite';
  if (!postgres) mkdirSync(database, { recursive: true, mode: 0o700 });
  const one = <T>(schema: 'fleet' | 'resident', role?: 'console'): Kysely<T> =>
    new Kysely<T>({
      dialect: postgres ? openPostgres(database, schema, role) : openSqlite(join(database, `${schema}.sqlite`), role),
    });
  const fleet = one<Fleet>('fleet');
  const resident = one<Resident>('resident');
  const close = async (): Promise<void> => {
    await Promise.all([fleet.destroy(), resident.destroy()]);
  };
  try {
    await migrate(fleet, 'fleet', dialect);
    await migrate(resident, 'resident', dialect);
    if (postgres) await keepMonths(fleet, nowMs);
    // SQLite works in our own thread: a second connection would wait for the first one's lock, and keep it from letting go.
    const console = postgres ? one<Fleet>('fleet', 'console') : fleet;
    await sql`select 1`.execute(console).catch(async (error: unknown) => {
      await console.destroy();
      throw error;
    });
    return {
      dialect,
      fleet,
      resident,
      console,
      async close() {
        await Promise.all([close(), ...(postgres ? [console.destroy()] : [])]);
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
