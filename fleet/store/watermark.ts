/** How far each station's events are here, and the receipts that say so. */
import { type Kysely, sql } from 'kysely';
import type { Dialect } from './dialect.ts';
import { rowsOf } from './rows.ts';
import type { Fleet } from './schema.ts';

export const RECEIPT_EVERY_MS = 1000;
/** A claim so far in the future was made by a clock that has been put right since. */
const CLOCK_WAS_WRONG_MS = 60_000;

interface Heard {
  readonly stationId: string;
  /** Of what is new; 0: nothing is. */
  readonly highest: number;
  readonly disputed: number;
}

const HEARD = { station_id: 'text', highest: 'bigint', disputed: 'integer' } as const;

/**
 * In the transaction that has inserted what is new: `through` goes on as far as nothing is missing. Of rows that follow each
 * other without a gap, the sequence less the row's number is the same for all. Where nothing stands right behind the mark
 * no row is looked at, however many wait behind the gap. By station, how far it is now.
 */
export async function raiseMarks(
  trx: Kysely<Fleet>,
  dialect: Dialect,
  heard: readonly Heard[],
  nowMs: number,
): Promise<Map<string, number>> {
  const of = () =>
    rowsOf(
      dialect,
      HEARD,
      heard.map(({ stationId, highest, disputed }) => ({ station_id: stationId, highest, disputed })),
    );
  await sql`insert into watermark (station_id, through, highest, disputed, receipt_ms, gap_ms)
    select r.station_id, 0, r.highest, r.disputed, 0, null from ${of()} where true
    on conflict (station_id) do update set
      highest = case when excluded.highest > watermark.highest then excluded.highest else watermark.highest end,
      disputed = watermark.disputed + excluded.disputed`.execute(trx);
  await sql`with mine as (
      select w.station_id, w.through from watermark w where w.station_id in (select r.station_id from ${of()})
      and exists (select 1 from seen s where s.station_id = w.station_id and s.sequence = w.through + 1)
    ), numbered as (
      select s.station_id, s.sequence, mine.through + row_number() over (partition by s.station_id order by s.sequence) as wanted
      from mine join seen s on s.station_id = mine.station_id and s.sequence > mine.through
    ), runs as (select station_id, max(sequence) as through from numbered where sequence = wanted group by station_id)
    update watermark set through = runs.through from runs where runs.station_id = watermark.station_id`.execute(trx);
  const { rows } = await sql<{ station_id: string; through: number }>`
    update watermark set gap_ms = case when highest > through then coalesce(gap_ms, ${sql.val(nowMs)}) end
    where station_id in (select r.station_id from ${of()}) returning station_id, through`.execute(trx);
  return new Map(rows.map(({ station_id, through }) => [station_id, through]));
}

/** Of these, the stations whose receipt is ours to say now, with its number: no member says one within a second of another's. */
export async function claimReceipts(
  fleet: Kysely<Fleet>,
  dialect: Dialect,
  stationIds: readonly string[],
  nowMs: number,
): Promise<{ readonly stationId: string; readonly through: number }[]> {
  const rows = stationIds.map((station_id) => ({ station_id }));
  const { rows: claimed } = await sql<{ station_id: string; through: number }>`
    update watermark set receipt_ms = ${nowMs} where through > 0
    and (receipt_ms <= ${nowMs - RECEIPT_EVERY_MS} or receipt_ms > ${nowMs + CLOCK_WAS_WRONG_MS})
    and station_id in (select r.station_id from ${rowsOf(dialect, { station_id: 'text' }, rows)})
    returning station_id, through`.execute(fleet);
  return claimed.map(({ station_id, through }) => ({ stationId: station_id, through }));
}
