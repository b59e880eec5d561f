/** Rows that have changed lately, by the moment that every writer puts down with a row; none is told twice. */
import type { Kysely } from 'kysely';
import type { Fleet } from './schema.ts';

/** A change is seen a little after the moment that it names: its transaction had yet to commit. */
const BACK_MS = 2000;

interface Row {
  readonly station_id: string;
  readonly changed_ms: number;
  /** Null: its station has not said yet where it is. */
  readonly district: string | null;
}

/** `beganMs`: what changed long before it is not told. Ask it about once a second. */
export function openChangedRows(db: Kysely<Fleet>, beganMs: number) {
  let lastMs = beganMs;
  const told = new Map<string, number>();
  const since = (from: number) => ({
    stations: db.selectFrom('station').select(['station_id', 'district', 'changed_ms']).where('changed_ms', '>=', from),
    devices: db
      .selectFrom('device')
      .leftJoin('station', 'station.station_id', 'device.station_id')
      .select(['device.station_id', 'device_id', 'district', 'device.changed_ms'])
      .where('device.changed_ms', '>=', from),
    alarms: db
      .selectFrom('alarm')
      .leftJoin('station', 'station.station_id', 'alarm.station_id')
      .select(['alarm.id', 'alarm.station_id', 'district', 'alarm.changed_ms'])
      .where('alarm.changed_ms', '>=', from),
  });
  function fresh<T extends Row>(rows: readonly T[], nowMs: number, key: (row: T) => string): T[] {
    const news = rows.filter((row) => told.get(key(row)) !== row.changed_ms);
    // In the millisecond that still lasts it may change once more: it is told again then.
    for (const row of news) if (row.changed_ms !== nowMs) told.set(key(row), row.changed_ms);
    return news;
  }

  return async function look(nowMs: number) {
    const { stations, devices, alarms } = since(Math.min(lastMs, nowMs) - BACK_MS); // a clock that was put back begins anew
    const rows = await Promise.all([stations.execute(), devices.execute(), alarms.execute()]);
    lastMs = nowMs;
    const news = {
      stations: fresh(rows[0], nowMs, ({ station_id }) => station_id),
      devices: fresh(rows[1], nowMs, ({ station_id, device_id }) => `${station_id}/${device_id}`),
      alarms: fresh(rows[2], nowMs, ({ id }) => `/${id}`),
    };
    for (const [name, ms] of told) if (ms < lastMs - 2 * BACK_MS) told.delete(name);
    return news;
  };
}
