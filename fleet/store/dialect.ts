import { type Kysely, sql } from 'kysely';

export type Dialect = 'sqlite' | 'postgres';

const MONTH_MS = 30 * 86_400_000;

/** The schema of TimescaleDB's functions, where the database has the extension; undefined: months are kept by us. Not run by any test: no machine of ours has it. */
export async function timescale<T>(db: Kysely<T>): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`select n.nspname as name from pg_extension e
    join pg_namespace n on n.oid = e.extnamespace where e.extname = 'timescaledb'`.execute(db);
  return rows[0]?.name;
}
/** docs.timescale.com, create_hypertable: its column must be in every unique key, and is. */
export async function asHypertable<T>(db: Kysely<T>, schema: string, table: string, by: string): Promise<void> {
  await sql`select ${sql.id(schema, 'create_hypertable')}(${table}::regclass, ${sql.id(schema, 'by_range')}(${by}, ${MONTH_MS}::bigint))`.execute(
    db,
  );
}
