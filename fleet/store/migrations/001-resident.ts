import { type Kysely, sql } from 'kysely';

/** The residents' records, in a schema (PostgreSQL) or a file (SQLite) of their own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table record (station_id text not null, sequence bigint not null, received_ms bigint not null,
    kind text not null, envelope text not null, primary key (station_id, sequence))`.execute(db);
  await sql`create index record_age on record (received_ms)`.execute(db);
  await sql`create table disputed_record (station_id text not null, sequence bigint not null, digest text not null,
    received_ms bigint not null, envelope text not null, primary key (station_id, sequence, digest))`.execute(db);
}
