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
  /** Table and row. */
  readonly row: string;
  readonly stationId: string;
  readonly deviceId: string | undefined;
  readonly changedMs: number;
}

export interface Things {
  read(after: number, most: number): Promise<Batch<Thing>>;
  /** What was read last is told. */
  taken(): void;
}

export function openThings({ fleet }: Databases, wall: () => number): Things {
  /** Of what is looked through again: when the row had changed that was told. */
  const told = new Map<string, number>();
  let reading: readonly Change[] = [];

  async function changesBehind(moment: number, most: number): Promise<Change[]> {
    const behind = <T extends 'station' | 'device' | 'alarm'>(table: T) =>
      fleet
        .selectFrom<'station' | 'device' | 'alarm'>(table)
        .where('changed_ms', '>', moment)
        .orderBy('changed_ms')
        .limit(most);
    const [stations, devices, alarms] = await Promise.all([
      behind('station').select(['station_id', 'changed_ms']).execute(),
      behind('device').select(['station_id', 'device_id', 'changed_ms']).execute(),
      behind('alarm').select(['id', 'station_id', 'device_id', 'changed_ms']).execute(),
    ]);
    const rows = [
      ...stations.map((row) => ({ ...row, device_id: STATION, row: `station ${row.station_id}` })),
      ...devices.map((row) => ({ ...row, row: `device ${row.station_id}/${row.device_id}` })),
      ...alarms.map((row) => ({ ...row, row: `alarm ${row.id}` })),
    ].map(({ row, station_id, device_id, changed_ms }) => ({
      row,
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

  function taken(): void {
    for (const { row, changedMs } of reading) told.set(row, changedMs);
  }

  return {
    async read(after, most) {
      const since = Math.min(after, wall()) - AGAIN_MS; // our clock may have been put back
      for (const [row, changedMs] of told) if (changedMs <= since) told.delete(row);
      const limit = most + told.size;
      const changes = await changesBehind(since, limit);
      const news = changes.filter(({ row, changedMs }) => told.get(row) !== changedMs);
      reading = news.slice(0, most);
      const whole = news.length <= most;
      /** The latest change of each thing. */
      const latest = new Map(reading.map((change) => [nameOf(change), change]));
      const items = await asTheyAre([...latest.values()]);
      if (items.length === 0) taken(); // alarms of what is gone: there is nothing to tell
      return {
        items,
        through: Math.max((whole ? changes : reading).at(-1)?.changedMs ?? 0, Math.min(after, wall())),
        pruned: 0,
        more: !whole || changes.length === limit,
      };
    },
    taken,
  };
}
