/** Stations and devices by when they changed, as they are now: what came between two readings is not told. */
import type { Databases } from '../store/open.ts';
import type { Batch } from './pump.ts';
import { nameOf, type Thing } from './thingsboard.ts';

/** A change may be committed behind one of a later moment, and members' clocks differ: so much is looked through again. */
const AGAIN_MS = 10_000;
/** What the database calls the station itself where a device stands. */
const STATION = 'station';
const MOST_ALARMS = 10_000;

interface Change {
  readonly stationId: string;
  readonly deviceId: string | undefined;
  readonly changedMs: number;
}

export interface Things {
  read(after: number, most: number): Promise<Batch<Thing>>;
  taken(things: readonly Thing[]): void;
}

export function openThings({ fleet }: Databases, wall: () => number): Things {
  /** Of what is looked through again: by name, the change that was told. */
  const told = new Map<string, number>();

  async function changesBehind(moment: number, most: number): Promise<Change[]> {
    const stations = fleet.selectFrom('station').select(['station_id', 'changed_ms']);
    const [ofStations, ofDevices, ofAlarms] = await Promise.all([
      stations.where('changed_ms', '>', moment).orderBy('changed_ms').limit(most).execute(),
      ...(['device', 'alarm'] as const).map((table) =>
        fleet
          .selectFrom(table)
          .select(['station_id', 'device_id', 'changed_ms'])
          .where('changed_ms', '>', moment)
          .orderBy('changed_ms')
          .limit(most)
          .execute(),
      ),
    ]);
    const rows = [
      ...ofStations.map((row) => ({ ...row, device_id: STATION })),
      ...(ofDevices ?? []),
      ...(ofAlarms ?? []),
    ].map(({ station_id, device_id, changed_ms }) => ({
      stationId: station_id,
      deviceId: device_id === STATION ? undefined : device_id,
      changedMs: changed_ms,
    }));
    rows.sort((a, b) => a.changedMs - b.changedMs);
    return rows.slice(0, most);
  }

  async function asTheyAre(changes: readonly Change[]): Promise<Thing[]> {
    const ids = [...new Set(changes.map(({ stationId }) => stationId))];
    if (ids.length === 0) return [];
    const [stations, devices, alarms] = await Promise.all([
      fleet.selectFrom('station').selectAll().where('station_id', 'in', ids).execute(),
      fleet.selectFrom('device').selectAll().where('station_id', 'in', ids).execute(),
      fleet
        .selectFrom('alarm')
        .select(['station_id', 'device_id', 'code', 'severity'])
        .where('station_id', 'in', ids)
        .where('cleared_ms', 'is', null)
        .where('behind', 'is', null)
        .limit(MOST_ALARMS)
        .execute(),
    ]);
    const key = (stationId: string, deviceId: string | undefined): string => `${stationId}/${deviceId ?? STATION}`;
    const stationOf = new Map(stations.map((row) => [row.station_id, row]));
    const deviceOf = new Map(devices.map((row) => [key(row.station_id, row.device_id), row]));
    const alarmsOf = Map.groupBy(alarms, (row) => key(row.station_id, row.device_id));
    return changes.flatMap(({ stationId, deviceId, changedMs }): Thing[] => {
      const station = stationOf.get(stationId);
      const device = deviceOf.get(key(stationId, deviceId));
      if (!station || (deviceId !== undefined && !device)) return [];
      const { district, circle, community } = station;
      const common = {
        stationId,
        district,
        circle,
        community,
        changedMs,
        alarms: alarmsOf.get(key(stationId, deviceId)) ?? [],
        demo: station.demo === 1 || device?.demo === 1,
      };
      if (deviceId === undefined || !device)
        return [{ ...common, type: 'station', status: station.condition, state: station.state }];
      const { driver: type, model, status, state } = device;
      return [{ ...common, deviceId, type, ...(model !== null && { model }), status, state }];
    });
  }

  return {
    async read(after, most) {
      const since = Math.min(after, wall()) - AGAIN_MS; // our clock may have been put back
      for (const [name, changedMs] of told) if (changedMs <= since) told.delete(name);
      const limit = most + told.size;
      const changes = await changesBehind(since, limit);
      /** The latest change of each that has not been told. */
      const news = new Map<string, Change>();
      for (const change of changes) {
        const name = nameOf(change);
        if ((told.get(name) ?? 0) < change.changedMs) {
          news.delete(name);
          news.set(name, change);
        }
      }
      const chosen = [...news.values()].slice(0, most);
      const whole = news.size <= most;
      const items = await asTheyAre(chosen);
      const there = new Set(items.map(nameOf));
      for (const change of chosen) // an alarm of what is gone: there is nothing to tell
        if (!there.has(nameOf(change))) told.set(nameOf(change), change.changedMs);
      const last = (whole ? changes : chosen).at(-1)?.changedMs;
      return {
        items,
        through: Math.max(last ?? after, Math.min(after, wall())),
        pruned: 0,
        more: !whole || changes.length === limit,
      };
    },
    taken(things) {
      for (const thing of things) told.set(nameOf(thing), thing.changedMs);
    },
  };
}
