import { type Kysely, sql } from 'kysely';
import type { Dialect } from './dialect.ts';
import type { DeviceSaid } from './heard.ts';
import { writeMetrics } from './metrics.ts';
import { names, ofRows, rowsOf } from './rows.ts';
import type { Fleet } from './schema.ts';

const MOST_DEVICES = 64;
const KEY = { station_id: 'text', device_id: 'text' } as const;
const DEVICE = {
  ...KEY,
  driver: 'text',
  model: 'text',
  status: 'text',
  heard_ms: 'bigint',
  frame_ms: 'bigint',
  state: 'text',
  error_total: 'bigint',
  demo: 'integer',
  changed_ms: 'bigint',
} as const;

interface Known {
  readonly station_id: string;
  readonly device_id: string;
  readonly error_total: number;
  readonly state: string;
}
const keyOf = ({ stationId, deviceId }: { readonly stationId: string; readonly deviceId: string }): string =>
  `${stationId} ${deviceId}`;

/** Those of stations that had 64 already come back. */
export async function writeDevices(
  trx: Kysely<Fleet>,
  dialect: Dialect,
  said: readonly DeviceSaid[],
  gone: readonly { readonly stationId: string; readonly deviceId: string }[],
  nowMs: number,
): Promise<{ readonly stationId: string; readonly why: 'too many devices' }[]> {
  if (gone.length > 0) {
    const keys = gone.map(({ stationId, deviceId }) => ({ station_id: stationId, device_id: deviceId }));
    await sql`delete from device where (station_id, device_id) in
      (select r.station_id, r.device_id from ${rowsOf(dialect, KEY, keys)})`.execute(trx);
  }
  if (said.length === 0) return [];
  const keys = said.map(({ stationId, deviceId }) => ({ station_id: stationId, device_id: deviceId }));
  const { rows } = await sql<Known>`select d.station_id, d.device_id, d.error_total, d.state
    from ${rowsOf(dialect, KEY, keys)} join device d on d.station_id = r.station_id and d.device_id = r.device_id`.execute(
    trx,
  );
  const known = new Map(rows.map((row) => [`${row.station_id} ${row.device_id}`, row]));
  const { within, beyond } = await bounded(trx, dialect, said, known);
  const aheadMs = await clocksOf(trx, dialect, within);
  const devices = within.map((device) => ({
    station_id: device.stationId,
    device_id: device.deviceId,
    driver: device.driver,
    model: device.model ?? null,
    status: device.status,
    heard_ms: device.receivedMs,
    frame_ms:
      device.lastFrameMs === undefined
        ? null
        : Math.max(0, Math.min(device.receivedMs, device.lastFrameMs - (aheadMs.get(device.stationId) ?? 0))),
    state: device.state,
    error_total: device.errors,
    demo: device.demo ? 1 : 0,
    changed_ms: nowMs,
  }));
  const set = Object.keys(DEVICE)
    .filter((name) => !(name in KEY))
    .map((name) => `${name} = excluded.${name}`);
  await sql`insert into device (${names(DEVICE)}) select ${ofRows(DEVICE)} from ${rowsOf(dialect, DEVICE, devices)}
    where true on conflict (station_id, device_id) do update set ${sql.raw(set.join(', '))}`.execute(trx);
  await writeMetrics(
    trx,
    dialect,
    within.map((device) => ({ device, before: known.get(keyOf(device)) })),
    nowMs,
  );
  return beyond.map(({ stationId }) => ({ stationId, why: 'too many devices' }));
}

/** Stations are counted only where one names a device that is new. */
async function bounded(
  trx: Kysely<Fleet>,
  dialect: Dialect,
  said: readonly DeviceSaid[],
  known: ReadonlyMap<string, Known>,
): Promise<{ readonly within: DeviceSaid[]; readonly beyond: DeviceSaid[] }> {
  const withNew = new Set(said.filter((device) => !known.has(keyOf(device))).map(({ stationId }) => stationId));
  const counts = new Map<string, number>();
  if (withNew.size > 0) {
    const ids = [...withNew].map((station_id) => ({ station_id }));
    const { rows } = await sql<{ station_id: string; count: number }>`select station_id, count(*) as count from device
      where station_id in (select r.station_id from ${rowsOf(dialect, { station_id: 'text' }, ids)})
      group by station_id`.execute(trx);
    for (const { station_id, count } of rows) counts.set(station_id, count);
  }
  const within: DeviceSaid[] = [];
  const beyond: DeviceSaid[] = [];
  for (const device of said) {
    const count = counts.get(device.stationId) ?? 0;
    const isNew = !known.has(keyOf(device));
    if (isNew && count >= MOST_DEVICES) beyond.push(device);
    else within.push(device);
    if (isNew) counts.set(device.stationId, count + 1);
  }
  return { within, beyond };
}

/** By how much each station's clock is ahead of ours, as its last heartbeat showed. */
async function clocksOf(
  trx: Kysely<Fleet>,
  dialect: Dialect,
  said: readonly DeviceSaid[],
): Promise<ReadonlyMap<string, number>> {
  const ids = [...new Set(said.map(({ stationId }) => stationId))].map((station_id) => ({ station_id }));
  const { rows } = await sql<{ station_id: string; ahead_ms: number | null }>`
    select s.station_id, s.said_ms - s.heard_ms as ahead_ms from station s
    where s.station_id in (select r.station_id from ${rowsOf(dialect, { station_id: 'text' }, ids)})`.execute(trx);
  return new Map(rows.map(({ station_id, ahead_ms }) => [station_id, ahead_ms ?? 0]));
}
