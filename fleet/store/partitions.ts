/** PostgreSQL's monthly partitions: room for this month and the next two, and old months dropped whole. */
import { type Kysely, sql } from 'kysely';
import { timescale } from './dialect.ts';
import type { Fleet } from './schema.ts';

const BY_MONTH = ['event', 'metric'] as const;
const AHEAD = 2;
const monthOf = (ms: number, later: number): number => {
  const date = new Date(ms);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later, 1);
};
const suffix = (monthMs: number): string => new Date(monthMs).toISOString().slice(0, 7).replace('-', '_');

/** Where they are hypertables there is nothing to do. A month that has no partition would refuse its rows: there is a default one for those. */
export async function keepMonths(fleet: Kysely<Fleet>, nowMs: number): Promise<void> {
  if ((await timescale(fleet)) !== undefined) return;
  for (const table of BY_MONTH) {
    await sql`create table if not exists ${sql.table(`${table}_other`)} partition of ${sql.table(table)} default`.execute(
      fleet,
    );
    for (let later = -1; later <= AHEAD; later++) {
      const from = monthOf(nowMs, later);
      const to = monthOf(nowMs, later + 1);
      await sql`create table if not exists ${sql.table(`${table}_${suffix(from)}`)} partition of ${sql.table(table)}
        for values from (${sql.lit(from)}) to (${sql.lit(to)})`.execute(fleet);
    }
  }
}

/** Months that end before that moment go whole; of the default one, which holds what no month would, the old rows. */
export async function dropMonths(
  fleet: Kysely<Fleet>,
  table: (typeof BY_MONTH)[number],
  beforeMs: number,
): Promise<void> {
  const hyper = await timescale(fleet);
  if (hyper !== undefined) {
    await sql`select ${sql.id(hyper, 'drop_chunks')}(${table}::regclass, older_than => ${beforeMs}::bigint)`.execute(
      fleet,
    );
    return;
  }
  const { rows } = await sql<{ name: string }>`select c.relname as name from pg_inherits i
    join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
    where p.oid = to_regclass(${table})`.execute(fleet);
  for (const { name } of rows) {
    const [, year, month] = /_(\d{4})_(\d{2})$/.exec(name) ?? [];
    if (year === undefined || month === undefined) {
      const by = table === 'event' ? 'received_ms' : 'at_ms';
      await sql`delete from ${sql.table(name)} where ${sql.ref(by)} < ${beforeMs}`.execute(fleet);
    } else if (Date.UTC(Number(year), Number(month), 1) <= beforeMs)
      await sql`drop table ${sql.table(name)}`.execute(fleet);
  }
}
