/** Forward only, numbered from 001; a released one is never edited. Both databases from the same steps. */
import { type Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Dialect } from './dialect.ts';
import { up as fleet001 } from './migrations/001-fleet.ts';
import { up as resident001 } from './migrations/001-resident.ts';
import { CONSOLE_ROLE } from './postgres.ts';

type Step = (db: Kysely<unknown>, dialect: Dialect) => Promise<void>;
const STEPS: Readonly<Record<'fleet' | 'resident', Readonly<Record<string, Step>>>> = {
  fleet: { '001-fleet': fleet001 },
  resident: { '001-resident': resident001 },
};

/** Two members may start at once: Kysely's lock lets one of them migrate. Throws what a step threw. */
export async function migrate<T>(db: Kysely<T>, schema: 'fleet' | 'resident', dialect: Dialect): Promise<void> {
  if (dialect === 'postgres') await prepare(db, schema);
  const migrator = new Migrator({
    db,
    ...(dialect === 'postgres' && { migrationTableSchema: schema }),
    provider: {
      getMigrations: async () =>
        Object.fromEntries(
          Object.entries(STEPS[schema]).map(([name, step]) => [
            name,
            { up: (on: Kysely<unknown>) => step(on, dialect) },
          ]),
        ),
    },
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  if (dialect === 'postgres' && schema === 'fleet') await grant(db);
}

/** Arbitrary, and ours: advisory locks have one space for all programs of a database. */
export const LOCKS = { prepare: 7_015_001, commit: 7_015_002, lead: 7_015_003, audit: 7_015_004 } as const;

async function prepare<T>(db: Kysely<T>, schema: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${LOCKS.prepare})`.execute(trx); // "if not exists" is no protection from another member
    await sql`create schema if not exists ${sql.id(schema)}`.execute(trx);
    await sql`do $$ begin
      if not exists (select from pg_roles where rolname = ${sql.lit(CONSOLE_ROLE)}) then create role ${sql.id(CONSOLE_ROLE)} nologin; end if;
      begin
        execute format('grant %I to %I', ${sql.lit(CONSOLE_ROLE)}, current_user);
      exception when insufficient_privilege then null; -- of a role that a database's owner has made and given to us
      end;
    end $$`.execute(trx);
  });
}

/** Everything of `fleet`, now and later made; nothing of `resident`, not even to look into it. */
async function grant<T>(db: Kysely<T>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${LOCKS.prepare})`.execute(trx);
    await sql`grant usage on schema fleet to ${sql.id(CONSOLE_ROLE)}`.execute(trx);
    await sql`grant select, insert, update, delete on all tables in schema fleet to ${sql.id(CONSOLE_ROLE)}`.execute(
      trx,
    );
    await sql`grant usage on all sequences in schema fleet to ${sql.id(CONSOLE_ROLE)}`.execute(trx);
    await sql`alter default privileges in schema fleet grant select, insert, update, delete on tables to ${sql.id(CONSOLE_ROLE)}`.execute(
      trx,
    );
  });
}
