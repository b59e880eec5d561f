/**
 * What has changed since the last look, for all open pages at once: one look a second, at the moments that every writer of a row
 * puts down with it, so that members see each other's work. It reaches back a little, for what was committed late, and tells
 * nothing twice.
 */
import type { Kysely } from 'kysely';
import type { Sight } from '../accounts/rights.ts';
import type { Changed } from '../contract/live.ts';
import type { StationRow } from '../contract/stations.ts';
import type { Dialect } from '../store/dialect.ts';
import type { Fleet } from '../store/schema.ts';
import { stationRows } from './station-rows.ts';

const BACK_MS = 2_000;
/** More rows than so many are not said: the list is read anew. */
const MOST_ROWS = 200;

export interface Changes {
  readonly at: number;
  readonly stations: readonly StationRow[];
  readonly many: boolean;
  readonly devicesOf: readonly { readonly id: string; readonly district: string }[];
  /** One for each alarm. */
  readonly alarms: readonly { readonly district: string }[];
}

type Seen = Map<string, number>;

export function openChanges(db: Kysely<Fleet>, dialect: Dialect, beganMs: number) {
  let lastMs = beganMs;
  const seen: Record<'station' | 'device' | 'alarm', Seen> = {
    station: new Map(),
    device: new Map(),
    alarm: new Map(),
  };

  /** Those that were not told yet with this moment. */
  function fresh<T extends { readonly changed_ms: number }>(
    of: Seen,
    rows: readonly T[],
    key: (row: T) => string,
  ): T[] {
    const news = rows.filter((row) => of.get(key(row)) !== row.changed_ms);
    for (const row of news) of.set(key(row), row.changed_ms);
    for (const [name, ms] of of) if (ms < lastMs - 2 * BACK_MS) of.delete(name);
    return news;
  }

  /** Undefined: nothing. */
  return async function look(nowMs: number): Promise<Changes | undefined> {
    const from = Math.min(lastMs, nowMs) - BACK_MS; // a clock that was put back begins anew
    const [stations, devices, alarms] = await Promise.all([
      db.selectFrom('station').select(['station_id', 'changed_ms']).where('changed_ms', '>=', from).execute(),
      db
        .selectFrom('device')
        .leftJoin('station', 'station.station_id', 'device.station_id')
        .select(['device.station_id', 'device_id', 'district', 'device.changed_ms'])
        .where('device.changed_ms', '>=', from)
        .execute(),
      db
        .selectFrom('alarm')
        .leftJoin('station', 'station.station_id', 'alarm.station_id')
        .select(['alarm.id', 'alarm.station_id', 'district', 'alarm.changed_ms'])
        .where('alarm.changed_ms', '>=', from)
        .execute(),
    ]);
    lastMs = nowMs;
    const newStations = fresh(seen.station, stations, ({ station_id }) => station_id);
    const newDevices = fresh(seen.device, devices, ({ station_id, device_id }) => `${station_id}/${device_id}`);
    const newAlarms = fresh(seen.alarm, alarms, ({ id }) => String(id));
    const ids = [...new Set([...newStations, ...newAlarms].map(({ station_id }) => station_id))];
    if (ids.length + newDevices.length === 0) return undefined;
    const many = ids.length > MOST_ROWS;
    const districts = new Map(newDevices.map(({ station_id, district }) => [station_id, district ?? 'other']));
    return {
      at: nowMs,
      stations: many ? [] : await stationRows(db, dialect, { districts: undefined, ids, nowMs }),
      many,
      devicesOf: [...districts].map(([id, district]) => ({ id, district })),
      alarms: newAlarms.map(({ district }) => ({ district: district ?? 'other' })),
    };
  };
}

/** What of it this person sees; undefined: nothing. */
export function seenBy({ districts }: Sight, changes: Changes): Changed | undefined {
  const theirs = ({ district }: { readonly district: string }): boolean => districts?.includes(district) ?? true;
  const stations = changes.stations.filter(theirs);
  const devicesOf = changes.devicesOf.filter(theirs).map(({ id }) => id);
  const alarms = changes.alarms.filter(theirs).length;
  if (stations.length + devicesOf.length + alarms === 0 && !changes.many) return undefined;
  return { at: changes.at, stations, many: changes.many, devicesOf, alarms };
}

/** Two into one, for a reader that is behind: the later row counts, and no more of them are kept than are told. */
export function together(earlier: Changed | undefined, later: Changed): Changed {
  if (!earlier) return later;
  const rows = new Map([...earlier.stations, ...later.stations].map((row) => [row.id, row]));
  const many = earlier.many || later.many || rows.size > MOST_ROWS;
  return {
    at: later.at,
    stations: many ? [] : [...rows.values()],
    many,
    devicesOf: [...new Set([...earlier.devicesOf, ...later.devicesOf])],
    alarms: earlier.alarms + later.alarms,
  };
}
