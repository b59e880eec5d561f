/** What is true now: written by the leading member alone, in one transaction for all that came since the last. */
import { type Kysely, sql } from 'kysely';
import { writeDevices } from './device-states.ts';
import type { Dialect } from './dialect.ts';
import type { Refusals, Said, StationSaid } from './heard.ts';
import { names, ofRows, rowsOf } from './rows.ts';
import { writeAlarms } from './said-alarms.ts';
import type { Fleet } from './schema.ts';

export interface Refused {
  readonly stationId: string;
  readonly why: 'too many devices' | 'too many alarms';
}

const by = <A extends Said['about']>(said: readonly Said[], about: A) =>
  said.filter((one): one is Extract<Said, { about: A }> => one.about === about);

/** What was beyond a station's bounds comes back. Rejects whole, and may be said again. */
export async function writeSaid(
  fleet: Kysely<Fleet>,
  dialect: Dialect,
  said: readonly Said[],
  nowMs: number,
): Promise<readonly Refused[]> {
  if (said.length === 0) return [];
  return fleet.transaction().execute(async (trx) => {
    await writeStations(
      trx,
      dialect,
      by(said, 'station').map((one) => one.said),
      nowMs,
    ); // first: devices' moments are put right by them
    await writeAway(trx, dialect, by(said, 'away'), nowMs);
    const devices = by(said, 'device').map((one) => one.said);
    const refused = await writeDevices(trx, dialect, devices, by(said, 'no device'), nowMs);
    return [
      ...refused,
      ...(await writeAlarms(
        trx,
        dialect,
        by(said, 'alarm').map((one) => one.said),
        nowMs,
      )),
    ];
  });
}

const STATION = {
  station_id: 'text',
  district: 'text',
  circle: 'text',
  community: 'text',
  name_zh: 'text',
  name_en: 'text',
  latitude: 'double precision',
  longitude: 'double precision',
  demo: 'integer',
  version: 'text',
  first_seen_ms: 'bigint',
  heard_ms: 'bigint',
  said_ms: 'bigint',
  online: 'integer',
  session_ms: 'bigint',
  state: 'text',
  condition: 'text',
  refused: 'integer',
  refusal_ms: 'bigint',
  refusal: 'text',
  changed_ms: 'bigint',
} as const;
type StationRow = Readonly<Record<keyof typeof STATION, string | number | null>>;

const OF_ITSELF = [
  'district',
  'circle',
  'community',
  'name_zh',
  'name_en',
  'latitude',
  'longitude',
  'demo',
  'version',
  'state',
] as const;
const SESSION = sql`session_ms = case when station.online is not distinct from excluded.online then station.session_ms
  else excluded.session_ms end, online = excluded.online, changed_ms = excluded.changed_ms`;

/** Of which nothing is known but its name. */
const nameless = (stationId: string, nowMs: number): StationRow => ({
  station_id: stationId,
  district: 'other',
  circle: 'unknown',
  community: 'unknown',
  name_zh: stationId,
  name_en: stationId,
  latitude: null,
  longitude: null,
  demo: 0,
  version: null,
  first_seen_ms: nowMs,
  heard_ms: null,
  said_ms: null,
  online: null,
  session_ms: null,
  state: null,
  condition: 'silent',
  refused: 0,
  refusal_ms: null,
  refusal: null,
  changed_ms: nowMs,
});

/** Those in the way of another member's rows wait in one order, so that none waits for ever. */
const upsert = async (
  trx: Kysely<Fleet>,
  dialect: Dialect,
  rows: readonly StationRow[],
  set: ReturnType<typeof sql>,
) => {
  if (rows.length === 0) return;
  await sql`insert into station (${names(STATION)}) select ${ofRows(STATION)} from ${rowsOf(dialect, STATION, rows)}
    where true order by r.station_id on conflict (station_id) do update set ${set}`.execute(trx);
};

const writeStations = (trx: Kysely<Fleet>, dialect: Dialect, said: readonly StationSaid[], nowMs: number) =>
  upsert(
    trx,
    dialect,
    said.map((station) => ({
      ...nameless(station.stationId, nowMs),
      district: station.district,
      circle: station.circle,
      community: station.community,
      name_zh: station.name['zh-CN'],
      name_en: station.name.en,
      latitude: station.latitude ?? null,
      longitude: station.longitude ?? null,
      demo: station.demo ? 1 : 0,
      version: station.version,
      heard_ms: station.live ? station.receivedMs : null, // what the broker had kept is no heartbeat
      said_ms: station.live ? station.saidMs : null,
      online: 1,
      session_ms: station.receivedMs,
      state: station.state,
      condition: station.live ? 'ok' : 'silent',
    })),
    sql`${sql.raw(OF_ITSELF.map((name) => `${name} = excluded.${name}`).join(', '))},
      heard_ms = coalesce(excluded.heard_ms, station.heard_ms), said_ms = coalesce(excluded.said_ms, station.said_ms), ${SESSION}`,
  );

const writeAway = (
  trx: Kysely<Fleet>,
  dialect: Dialect,
  said: readonly { readonly stationId: string; readonly receivedMs: number }[],
  nowMs: number,
) =>
  upsert(
    trx,
    dialect,
    said.map(({ stationId, receivedMs }) => ({ ...nameless(stationId, nowMs), online: 0, session_ms: receivedMs })),
    SESSION,
  );

/** By any member: each counts what it has refused itself. */
export async function writeRefusals(
  fleet: Kysely<Fleet>,
  dialect: Dialect,
  refusals: ReadonlyMap<string, Refusals>,
  nowMs: number,
): Promise<void> {
  const rows = [...refusals].map(([stationId, { count, why, atMs }]) => ({
    ...nameless(stationId, nowMs),
    refused: count,
    refusal_ms: atMs,
    refusal: why,
  }));
  await upsert(
    fleet,
    dialect,
    rows,
    sql`refused = case when station.refused > 1000000000 then station.refused else station.refused + excluded.refused end,
      refusal_ms = excluded.refusal_ms,
      refusal = excluded.refusal, changed_ms = excluded.changed_ms`,
  );
}
