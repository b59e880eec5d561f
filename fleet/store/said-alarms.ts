import { type Kysely, sql } from 'kysely';
import { type AlarmKey, clear, type Raised, raise } from './alarm-store.ts';
import type { Dialect } from './dialect.ts';
import type { AlarmSaid } from './heard.ts';
import { chunks, rowsOf } from './rows.ts';
import type { Fleet } from './schema.ts';

const MOST_OPEN = 256;
const KEY = { station_id: 'text', device_id: 'text', code: 'text' } as const;

interface Open {
  readonly station_id: string;
  readonly device_id: string;
  readonly code: string;
  readonly origin: string;
  readonly source_cleared_ms: number | null;
}
const keyOf = (stationId: string, deviceId: string, code: string): string => `${stationId} ${deviceId} ${code}`;

/**
 * A station says all its alarms at each connection, most of them empty: one question finds what is news. It clears only what
 * stations raise, never what the service itself has judged. Those beyond 256 open ones come back.
 */
export async function writeAlarms(
  trx: Kysely<Fleet>,
  dialect: Dialect,
  said: readonly AlarmSaid[],
  nowMs: number,
): Promise<{ readonly stationId: string; readonly why: 'too many alarms' }[]> {
  if (said.length === 0) return [];
  const keys = said.map(({ stationId, deviceId, code }) => ({ station_id: stationId, device_id: deviceId, code }));
  const { rows } = await sql<Open>`select a.station_id, a.device_id, a.code, a.origin, a.source_cleared_ms
    from ${rowsOf(dialect, KEY, keys)} join alarm a on a.station_id = r.station_id and a.device_id = r.device_id
    and a.code = r.code and (a.cleared_ms is null or a.source_cleared_ms is null)`.execute(trx);
  // What staff have cleared while it stood is among them: that its source has let go of it makes room for the next one.
  const open = new Map(rows.map((row) => [keyOf(row.station_id, row.device_id, row.code), row]));
  const raised: Raised[] = [];
  const cleared: AlarmKey[] = [];
  for (const { stationId, deviceId, code, raised: as } of said) {
    const stands = open.get(keyOf(stationId, deviceId, code));
    const bySource = stands !== undefined && stands.source_cleared_ms === null;
    if (as && !bySource) raised.push({ stationId, deviceId, code, ...as, origin: 'station' });
    if (!as && bySource && stands.origin === 'station') cleared.push({ stationId, deviceId, code });
  }
  await clear(trx, cleared, nowMs);
  const { within, beyond } = await bounded(trx, dialect, raised);
  await raise(trx, within, nowMs);
  return beyond.map(({ stationId }) => ({ stationId, why: 'too many alarms' }));
}

async function bounded(
  trx: Kysely<Fleet>,
  dialect: Dialect,
  raised: readonly Raised[],
): Promise<{ readonly within: Raised[]; readonly beyond: Raised[] }> {
  const within: Raised[] = [];
  const beyond: Raised[] = [];
  if (raised.length === 0) return { within, beyond };
  const ids = [...new Set(raised.map(({ stationId }) => stationId))].map((station_id) => ({ station_id }));
  const { rows } = await sql<{ station_id: string; count: number }>`select station_id, count(*) as count from alarm
    where cleared_ms is null and station_id in (select r.station_id from ${rowsOf(dialect, { station_id: 'text' }, ids)})
    group by station_id`.execute(trx);
  const counts = new Map(rows.map(({ station_id, count }) => [station_id, count]));
  for (const alarm of raised) {
    const count = counts.get(alarm.stationId) ?? 0;
    (count < MOST_OPEN ? within : beyond).push(alarm);
    counts.set(alarm.stationId, count + 1);
  }
  return { within, beyond };
}

export interface Flood {
  /** Stations of which the broker had kept that they are there. */
  readonly stations: ReadonlySet<string>;
  /** Alarms that it had kept: `station device.code`. */
  readonly alarms: ReadonlySet<string>;
  /** When it began. */
  readonly sinceMs: number;
}

/** All that the broker has kept has been heard: what it has not kept was taken away while nobody listened. */
export async function sweep(fleet: Kysely<Fleet>, dialect: Dialect, flood: Flood, nowMs: number): Promise<void> {
  for (const ids of chunks([...flood.stations])) {
    const of = () =>
      rowsOf(
        dialect,
        { station_id: 'text' },
        ids.map((station_id) => ({ station_id })),
      );
    await fleet.transaction().execute(async (trx) => {
      const { rows } = await sql<Open>`select station_id, device_id, code from alarm where source_cleared_ms is null
        and origin = 'station' and raised_ms < ${flood.sinceMs}
        and station_id in (select r.station_id from ${of()})`.execute(trx);
      const left = rows.filter((a) => !flood.alarms.has(`${a.station_id} ${a.device_id}.${a.code}`));
      await clear(
        trx,
        left.map(({ station_id, device_id, code }) => ({ stationId: station_id, deviceId: device_id, code })),
        nowMs,
      );
      await sql`delete from device where heard_ms < ${flood.sinceMs}
        and station_id in (select r.station_id from ${of()})`.execute(trx);
    });
  }
}
