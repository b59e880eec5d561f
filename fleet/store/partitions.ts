/** PostgreSQL's monthly partitions: room for this month and the next two, and old months dropped whole. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { LOCKS } from './migrate.ts';
import type { Fleet } from './schema.ts';

const BY_MONTH = ['event', 'metric'] as const;
const AHEAD = 2;

const monthOf = (ms: number, later: number): number => {
  const date = new Date(ms);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later, 1);
};
const suffix = (monthMs: number): string => new Date(monthMs).toISOString().slice(0, 7).replace('-', '_');

const BY = { event: 'received_ms', metric: 'at_ms' } as const;

/**
 * A month that has no partition would refuse its rows: there is a default one for those. What has come to lie there since, of
 * a service that ran for months or of a clock that was ahead, moves: no month can be made around its own rows.
 */
export async function keepMonths(fleet: Kysely<Fleet>, nowMs: number): Promise<void> {
  for (const table of BY_MONTH) {
    const other = `${table}_other`;
    await unlessThere(fleet, other, (trx) =>
      sql`create table ${sql.table(other)} partition of ${sql.table(table)} default`.execute(trx),
    );
    for (let later = -1; later <= AHEAD; later++) {
      const from = monthOf(nowMs, later);
      const to = monthOf(nowMs, later + 1);
      const month = `${table}_${suffix(from)}`;
      await unlessThere(fleet, month, async (trx) => {
        await sql`lock table ${sql.table(other)} in access exclusive mode`.execute(trx);
        await sql`create table ${sql.table(month)} (like ${sql.table(table)} including defaults)`.execute(trx);
        await sql`with moved as (delete from ${sql.table(other)}
          where ${sql.ref(BY[table])} >= ${from} and ${sql.ref(BY[table])} < ${to} returning *)
          insert into ${sql.table(month)} select * from moved`.execute(trx);
        await sql`alter table ${sql.table(table)} attach partition ${sql.table(month)}
          for values from (${sql.lit(from)}) to (${sql.lit(to)})`.execute(trx);
      });
    }
  }
}

/** "if not exists" is no protection from another member, and takes its locks even where there is nothing to do. */
async function unlessThere(
  fleet: Kysely<Fleet>,
  name: string,
  make: (trx: Transaction<Fleet>) => Promise<unknown>,
): Promise<void> {
  const there = async (on: Kysely<Fleet>): Promise<boolean> => {
    // not to_regclass: its cache would not yet know what another member has just made
    const { rows } = await sql<{ yes: boolean }>`select exists (select from pg_catalog.pg_class
      where relname = ${name} and relnamespace = current_schema()::regnamespace) as yes`.execute(on);
    return rows[0]?.yes === true;
  };
  if (await there(fleet)) return;
  await fleet.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${LOCKS.prepare})`.execute(trx);
    if (!(await there(trx))) await make(trx);
  });
}

/** Months that end before that moment go whole; of the default one, which holds what no month would, the old rows. */
export async function dropMonths(
  fleet: Kysely<Fleet>,
  table: (typeof BY_MONTH)[number],
  beforeMs: number,
): Promise<void> {
  const { rows } = await sql<{ name: string }>`select c.relname as name from pg_inherits i
    join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
    where p.oid = to_regclass(${table})`.execute(fleet);
  for (const { name } of rows) {
    const [, year, month] = /_(\d{4})_(\d{2})$/.exec(name) ?? [];
    if (year === undefined || month === undefined) {
      await sql`delete from ${sql.table(name)} where ${sql.ref(BY[table])} < ${beforeMs}`.execute(fleet);
    } else if (Date.UTC(Number(year), Number(month), 1) <= beforeMs)
      await sql`drop table ${sql.table(name)}`.execute(fleet);
  }
}
