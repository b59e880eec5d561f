/**
 * What has changed since the last look, for all open pages at once: one look a second at what is in the database, so that
 * members see each other's work.
 */
import type { Kysely } from 'kysely';
import type { Sight } from '../accounts/rights.ts';
import type { Changed } from '../contract/live.ts';
import type { StationRow } from '../contract/stations.ts';
import { openChangedRows } from '../store/changed-rows.ts';
import type { Dialect } from '../store/dialect.ts';
import type { Fleet } from '../store/schema.ts';
import { stationRows } from './station-rows.ts';

/** More rows than so many are not said: the list is read anew. Ten thousand stations that say something once a minute are 167 a second. */
const MOST_ROWS = 400;

export interface Changes {
  readonly at: number;
  readonly stations: readonly StationRow[];
  readonly many: boolean;
  readonly devicesOf: readonly { readonly id: string; readonly district: string }[];
  /** One for each alarm. */
  readonly alarms: readonly { readonly district: string }[];
}

export function openChanges(db: Kysely<Fleet>, dialect: Dialect, beganMs: number) {
  const changedRows = openChangedRows(db, beganMs);
  /** Undefined: nothing. */
  return async function look(nowMs: number): Promise<Changes | undefined> {
    const { stations, devices, alarms } = await changedRows(nowMs);
    const ids = [...new Set([...stations, ...alarms].map(({ station_id }) => station_id))];
    if (ids.length + devices.length === 0) return undefined;
    const many = ids.length > MOST_ROWS;
    const districts = new Map(devices.map(({ station_id, district }) => [station_id, district ?? 'other']));
    return {
      at: nowMs,
      stations: many ? [] : await stationRows(db, dialect, { districts: undefined, ids, nowMs }),
      many,
      devicesOf: [...districts].map(([id, district]) => ({ id, district })),
      alarms: alarms.map(({ district }) => ({ district: district ?? 'other' })),
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
