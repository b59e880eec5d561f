/** All that is known of one station, and nothing of a resident. */
import type { Kysely } from 'kysely';
import type { AlarmRow } from '../contract/alarms.ts';
import type { DeviceRow, EventRow, StationPage, StationRow } from '../contract/stations.ts';
import { missingOf } from '../store/gap-store.ts';
import { saidIn } from '../store/inside-json.ts';
import type { Fleet, StationTable } from '../store/schema.ts';

const EVENTS = 50;
const GAPS = 20;
/** By what came in so long is told how fast a station empties. */
const PACE_MS = 60_000;

export interface PageParts {
  readonly station: StationRow;
  readonly devices: DeviceRow[];
  readonly alarms: AlarmRow[];
  readonly nowMs: number;
}

/** Undefined: there is no such station. */
export async function stationPage(
  db: Kysely<Fleet>,
  { station, devices, alarms, nowMs }: PageParts,
): Promise<StationPage | undefined> {
  const row = await db.selectFrom('station').selectAll().where('station_id', '=', station.id).executeTakeFirst();
  if (!row) return undefined;
  const { heard_ms, said_ms, latitude, longitude, online, session_ms } = row;
  const said = saidIn(row.state);
  const depth = said.number('outbox', 'depth');
  const level = said.text('disk', 'level');
  const usedPercent = said.number('disk', 'usedPercent');
  const trusted = said.flag('clock', 'trusted');
  const daysLeft = said.number('certificate', 'daysLeft');
  const configVersion = said.text('configVersion');
  const maintained = row.maintenance_until_ms !== null && row.maintenance_until_ms > nowMs;
  const emptyInMs = depth === undefined ? undefined : await timeToEmpty(db, station.id, depth, nowMs);
  const oldest = said.time('outbox', 'oldestSavedAt');
  return {
    at: nowMs,
    station,
    ...(latitude !== null && longitude !== null && { location: { latitude, longitude } }),
    ...(online !== null && session_ms !== null && { session: { online: online !== 0, since: session_ms } }),
    ...(depth !== undefined && {
      outbox: {
        depth,
        // Both by its own clock: what that is off by does not matter.
        ...(said_ms !== null && oldest !== undefined && { oldestAgeMs: Math.max(0, Math.round(said_ms - oldest)) }),
        ...(emptyInMs !== undefined && { emptyInMs }),
      },
    }),
    ...(heard_ms !== null &&
      said_ms !== null &&
      trusted !== undefined && { clock: { aheadMs: Math.round(said_ms - heard_ms), trusted } }),
    ...(usedPercent !== undefined && level !== undefined && { disk: { usedPercent, level } }),
    ...(daysLeft !== undefined && { certificateDaysLeft: Math.trunc(daysLeft) }),
    ...(configVersion !== undefined && { configVersion }),
    services: said
      .group('services')
      .map(([name]) => ({ name, working: said.flag('services', name, 'working') === true })),
    sequence: await sequenceOf(db, row),
    ...(maintained && {
      maintenance: {
        until: row.maintenance_until_ms ?? 0,
        by: row.maintenance_by ?? '',
        reason: row.maintenance_reason ?? '',
      },
    }),
    devices,
    alarms,
    events: await lastEvents(db, station.id),
  };
}

/** Undefined: nothing came lately, so that nothing can be told. */
async function timeToEmpty(db: Kysely<Fleet>, id: string, depth: number, nowMs: number): Promise<number | undefined> {
  if (depth === 0) return 0;
  const came = await db
    .selectFrom('seen')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('station_id', '=', id)
    .where('received_ms', '>', nowMs - PACE_MS)
    .where('sequence', '>', (from) =>
      from
        .selectFrom('watermark')
        .select(({ eb }) => eb('highest', '-', 100_000).as('lately')) // by the key, not through all that ever came
        .where('station_id', '=', id),
    )
    .executeTakeFirst();
  const count = Number(came?.count ?? 0);
  return count === 0 ? undefined : Math.round((depth * PACE_MS) / count);
}

async function sequenceOf(
  db: Kysely<Fleet>,
  row: Pick<StationTable, 'station_id' | 'refused' | 'refusal' | 'refusal_ms'>,
): Promise<StationPage['sequence']> {
  const mark = await db.selectFrom('watermark').selectAll().where('station_id', '=', row.station_id).executeTakeFirst();
  const { through, highest, disputed } = mark ?? { through: 0, highest: 0, disputed: 0 };
  return {
    through,
    highest,
    missing: highest > through ? await missingOf(db, row.station_id, through, GAPS) : [],
    disputed,
    refused: row.refused,
    ...(row.refusal !== null && row.refusal_ms !== null && { lastRefusal: { at: row.refusal_ms, why: row.refusal } }),
  };
}

async function lastEvents(db: Kysely<Fleet>, id: string): Promise<EventRow[]> {
  const rows = await db
    .selectFrom('event')
    .selectAll()
    .where('station_id', '=', id)
    .orderBy('sequence', 'desc')
    .limit(EVENTS)
    .execute();
  return rows.map(({ sequence, kind, device_id, time_ms, received_ms, words }) => {
    const said = saidIn(words);
    const [zh, en] = [said.text('zh-CN'), said.text('en')];
    return {
      sequence,
      kind,
      ...(device_id !== null && { deviceId: device_id }),
      time: Math.max(0, time_ms),
      receivedAt: received_ms,
      ...(zh !== undefined && en !== undefined && { words: { 'zh-CN': zh, en } }),
    };
  });
}
