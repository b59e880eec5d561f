/** Alarms' rows: found by what they are of, written in few statements however many there are, each change with its history. */
import { type Kysely, PostgresAdapter, type Selectable, sql, type Transaction, type Updateable } from 'kysely';
import { DAMPING_MS, type Entry, type Life, STATION } from '../alarms/life.ts';
import { chunks } from './rows.ts';
import type { AlarmTable, Fleet } from './schema.ts';

export interface AlarmKey {
  readonly stationId: string;
  /** `station`: the station itself. */
  readonly deviceId: string;
  readonly code: string;
}

export type AlarmRecord = Selectable<AlarmTable>;
export type Change = {
  readonly id: number;
  readonly change: Updateable<AlarmTable>;
  readonly entries: readonly Entry[];
};

/** In the caller's transaction, or in one of its own. */
export const inOne = <T>(on: Kysely<Fleet>, work: (trx: Kysely<Fleet>) => Promise<T>): Promise<T> =>
  on.isTransaction ? work(on) : on.transaction().execute((trx: Transaction<Fleet>) => work(trx));

/** The rows are this transaction's until its end. SQLite needs no word for it: its one connection has one transaction. */
export const rowsOf = (on: Kysely<Fleet>) => {
  const rows = on.selectFrom('alarm').selectAll().orderBy('id');
  return on.getExecutor().adapter instanceof PostgresAdapter ? rows.forUpdate() : rows;
};

export const nameOf = (stationId: string, deviceId: string, code: string): string => `${stationId}/${deviceId}/${code}`;

/** The last alarm of each of these, where what it was still matters to the next one. By `nameOf`. */
export async function lastOf(
  trx: Kysely<Fleet>,
  keys: readonly AlarmKey[],
  nowMs: number,
): Promise<Map<string, AlarmRecord>> {
  const named = sql.join(keys.map(({ stationId, deviceId, code }) => sql`(${stationId}, ${deviceId}, ${code})`));
  const rows = await rowsOf(trx)
    .where(sql<boolean>`(station_id, device_id, code) in (values ${named})`)
    .where((or) =>
      or.or([
        or('cleared_ms', 'is', null),
        or('source_cleared_ms', 'is', null),
        or('cleared_ms', '>', nowMs - DAMPING_MS),
        or('shelved_until_ms', '>', nowMs),
      ]),
    )
    .execute();
  return new Map(rows.map((row) => [nameOf(row.station_id, row.device_id, row.code), row]));
}

const isColumn = (key: string, of: object): key is keyof Life => key in of;

/** Only what differs, so that what changes nothing writes nothing and what changes alike is one statement. */
export function differing(before: Life, after: Life): Updateable<AlarmTable> {
  const changed = Object.entries(after).filter(([key, value]) => isColumn(key, before) && before[key] !== value);
  return Object.fromEntries(changed);
}

export async function write(trx: Kysely<Fleet>, changes: readonly Change[], nowMs: number): Promise<void> {
  const alike = Map.groupBy(
    changes.filter(({ change }) => Object.keys(change).length > 0),
    ({ change }) => JSON.stringify(change),
  );
  for (const same of alike.values())
    for (const chunk of chunks(same)) {
      await trx
        .updateTable('alarm')
        .set({ ...same[0]?.change, changed_ms: nowMs })
        .where(
          'id',
          'in',
          chunk.map(({ id }) => id),
        )
        .execute();
    }
  const entries = changes.flatMap(({ id, entries }) =>
    entries.map(({ act, by, text }) => ({ alarm_id: id, at_ms: nowMs, by, act, text })),
  );
  for (const chunk of chunks(entries)) await trx.insertInto('alarm_event').values(chunk).execute();
}

/** Brings `behind` of these stations' open alarms in line with whether their silence stands (`hidesBehindSilence`). */
export async function hide(trx: Kysely<Fleet>, stationIds: readonly string[], nowMs: number): Promise<void> {
  const silence = sql<number | null>`case when device_id <> ${STATION} and severity <> 'critical' then
    (select s.id from alarm s where s.station_id = alarm.station_id and s.device_id = ${STATION} and s.code = 'silent'
      and s.cleared_ms is null) end`;
  for (const chunk of chunks(stationIds))
    await trx
      .updateTable('alarm')
      .set({ behind: silence, changed_ms: nowMs })
      .where('station_id', 'in', chunk)
      .where('cleared_ms', 'is', null)
      .where(sql<boolean>`behind is distinct from (${silence})`)
      .execute();
}
