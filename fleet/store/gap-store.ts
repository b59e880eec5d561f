/** What of a station's events is missing, and how it is given up. */
import { type Kysely, sql } from 'kysely';
import type { Dialect } from './dialect.ts';
import { LOCKS } from './migrate.ts';
import type { Fleet } from './schema.ts';

export interface Gap {
  readonly from: number;
  readonly to: number;
}

/** The first so many. */
export async function missingOf(db: Kysely<Fleet>, stationId: string, through: number, most: number): Promise<Gap[]> {
  const { rows } = await sql<Gap>`select "from", "to" from (
      select lag(sequence, 1, ${sql.lit(through)}) over (order by sequence) + 1 as "from", sequence - 1 as "to"
      from seen where station_id = ${stationId} and sequence > ${sql.lit(through)}
    ) as between_two where "from" <= "to" order by "from" limit ${sql.lit(most)}`.execute(db);
  return rows.map(({ from, to }) => ({ from: Number(from), to: Number(to) }));
}

/**
 * Everything up to here counts as held, and with it what follows without a gap. In the caller's transaction. False: nothing is
 * missing up to there, or the station has never come so far.
 */
export async function giveUp(
  on: Kysely<Fleet>,
  stationId: string,
  through: number,
  dialect: Dialect,
): Promise<boolean> {
  if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(${LOCKS.commit})`.execute(on);
  const { numUpdatedRows } = await on
    .updateTable('watermark')
    .set({ through })
    .where('station_id', '=', stationId)
    .where('through', '<', through)
    .where('highest', '>=', through)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  const next = await sql<{ readonly last: number | null }>`select min(sequence) as last from seen as one
    where station_id = ${stationId} and sequence > ${sql.lit(through)}
      and exists (select 1 from seen where station_id = ${stationId} and sequence = ${sql.lit(through + 1)})
      and not exists (select 1 from seen as next where next.station_id = one.station_id and next.sequence = one.sequence + 1)
  `.execute(on);
  const reached = Number(next.rows[0]?.last ?? through);
  await on
    .updateTable('watermark')
    .set(({ eb }) => ({
      through: reached,
      gap_ms: eb.case().when('highest', '<=', reached).then(null).else(eb.ref('gap_ms')).end(),
    }))
    .where('station_id', '=', stationId)
    .execute();
  return true;
}
