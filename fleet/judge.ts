/**
 * Judges the stations by our clock, on the leading member alone: once all of them, then each second those of which
 * something new is known, and those for which a time is over. Opened anew with each lead: it knows nothing but the tables.
 */
import { type Selectable, sql } from 'kysely';
import { isFleetCode } from './alarms/fleet-alarms.ts';
import { type FleetAlarm, judge, type Standing } from './alarms/rules.ts';
import type { Clock, Log } from './ports.ts';
import { shelveMaintained } from './store/alarm-maintenance.ts';
import type { AlarmKey } from './store/alarm-rows.ts';
import { clear, type Raised, raise, tickAlarms } from './store/alarm-store.ts';
import { openChangedRows } from './store/changed-rows.ts';
import type { Databases } from './store/open.ts';
import { chunks } from './store/rows.ts';
import type { AlarmTable, StationTable } from './store/schema.ts';
import { openTicking, type Ticking } from './ticking.ts';

const TICK_MS = 1000;

export interface JudgeParts {
  readonly databases: Pick<Databases, 'fleet'>;
  readonly clock: Clock;
  readonly log: Log;
}

type AlarmRecord = Selectable<AlarmTable>;

export function openJudge({ databases: { fleet }, clock, log }: JudgeParts): Ticking {
  /** When each station is to be judged again though nothing is heard; it names every station that has been judged. */
  const due = new Map<string, number>();
  const downSince = new Map<string, number>();
  let gaps: ReadonlySet<string> = new Set();
  let fork = 0;
  /** To be judged: at first, and where some could not be. */
  let all = true;
  const changedRows = openChangedRows(fleet, clock.wall());

  async function tick(closing: () => boolean): Promise<void> {
    const now = clock.wall();
    while (await tickAlarms(fleet, now));
    const [gapped, forks] = await holes();
    const { stations, devices, alarms } = await changedRows(now);
    const everyone = all;
    all = true; // until these are judged
    const changed = everyone
      ? await everyStation()
      : [...stations, ...devices, ...alarms].map(({ station_id }) => station_id);
    const turned = [...due].flatMap(([id, at]) => (at <= now ? [id] : []));
    const holed = [
      ...[...gapped].filter((id) => !gaps.has(id)),
      ...[...gaps].filter((id) => !gapped.has(id)),
      ...forks.map(({ station_id }) => station_id),
    ];
    for (const ids of chunks([...new Set([...changed, ...turned, ...holed])])) {
      if (closing()) return;
      await judgeThese(ids, now);
    }
    gaps = gapped;
    fork = forks.at(-1)?.id ?? fork;
    all = false;
  }

  async function holes() {
    const gapped = await fleet.selectFrom('watermark').select('station_id').where('gap_ms', 'is not', null).execute();
    const forks = await fleet
      .selectFrom('dispute')
      .select(['id', 'station_id'])
      .where('id', '>', fork)
      .orderBy('id')
      .limit(10_000)
      .execute();
    return [new Set(gapped.map(({ station_id }) => station_id)), forks] as const;
  }

  const everyStation = async (): Promise<string[]> =>
    (await fleet.selectFrom('station').select('station_id').execute()).map(({ station_id }) => station_id);

  async function judgeThese(ids: readonly string[], now: number): Promise<void> {
    const facts = await factsOf(ids);
    const wanted: Raised[] = [];
    const over: AlarmKey[] = [];
    const conditions = new Map<string, string[]>();
    for (const id of ids) if (!facts.stations.has(id)) due.delete(id);
    for (const [id, station] of facts.stations) {
      const devices = facts.devices.get(id) ?? [];
      for (const { device_id, status, changed_ms } of devices) noteDown(`${id}/${device_id}`, status, changed_ms, now);
      const rows = facts.alarms.get(id) ?? [];
      const { condition, alarms, unknown, dueMs } = judge(
        {
          station,
          devices,
          watermark: facts.watermarks.get(id)?.[0],
          forkedMs: facts.forks.get(id)?.[0]?.ms ?? null,
          standing: rows.map(standing),
          downSinceMs: (deviceId) => downSince.get(`${id}/${deviceId}`),
        },
        now,
      );
      due.set(id, dueMs);
      if (condition !== station.condition) conditions.set(condition, [...(conditions.get(condition) ?? []), id]);
      for (const alarm of alarms) {
        if (rows.some((row) => saysSo(row, alarm))) continue;
        const demo = station.demo === 1 || devices.some((one) => one.device_id === alarm.deviceId && one.demo === 1);
        wanted.push({ ...alarm, stationId: id, origin: 'fleet', demo });
      }
      for (const row of rows) {
        if (row.origin !== 'fleet' || !isFleetCode(row.code) || unknown(standing(row))) continue;
        if (!alarms.some((alarm) => isOf(row, alarm)))
          over.push({ stationId: id, deviceId: row.device_id, code: row.code });
      }
    }
    await raise(fleet, wanted, now);
    await clear(fleet, over, now);
    const maintained = [...facts.stations.values()].filter((station) => (station.maintenance_until_ms ?? 0) > now);
    await shelveMaintained(fleet, [...maintained.map(({ station_id }) => station_id)], now);
    for (const [condition, same] of conditions)
      await fleet.updateTable('station').set({ condition, changed_ms: now }).where('station_id', 'in', same).execute();
  }

  /** The row changed when it went down, or later: after a restart that is the best that is known. */
  function noteDown(name: string, status: string, changedMs: number, now: number): void {
    if (status !== 'down') downSince.delete(name);
    else if (!downSince.has(name)) downSince.set(name, Math.min(changedMs, now));
  }

  async function factsOf(ids: readonly string[]) {
    const of = [...ids];
    const stations = await fleet.selectFrom('station').selectAll().where('station_id', 'in', of).execute();
    const devices = await fleet.selectFrom('device').selectAll().where('station_id', 'in', of).execute();
    const watermarks = await fleet
      .selectFrom('watermark')
      .select(['station_id', 'gap_ms'])
      .where('station_id', 'in', of)
      .where('gap_ms', 'is not', null)
      .execute();
    const forks = await fleet
      .selectFrom('dispute')
      .select(['station_id', sql<number>`max(received_ms)`.as('ms')])
      .where('station_id', 'in', of)
      .groupBy('station_id')
      .execute();
    const alarms = await fleet
      .selectFrom('alarm')
      .selectAll()
      .where('station_id', 'in', of)
      .where('source_cleared_ms', 'is', null)
      .execute();
    const byStation = ({ station_id }: { station_id: string }): string => station_id;
    return {
      stations: new Map<string, Selectable<StationTable>>(stations.map((row) => [row.station_id, row])),
      devices: Map.groupBy(devices, byStation),
      watermarks: Map.groupBy(watermarks, byStation),
      forks: Map.groupBy(forks, byStation),
      alarms: Map.groupBy(alarms, byStation),
    };
  }
  return openTicking({
    clock,
    everyMs: TICK_MS,
    tick,
    failed: (code) => log.error('stations could not be judged', { code }),
  });
}

const standing = ({ device_id, code, severity, origin, cleared_ms }: AlarmRecord): Standing => ({
  deviceId: device_id,
  code,
  severity,
  origin,
  clearedMs: cleared_ms,
});
const isOf = (row: AlarmRecord, alarm: FleetAlarm): boolean =>
  row.device_id === alarm.deviceId && row.code === alarm.code;
/** To raise it again would change nothing. */
const saysSo = (row: AlarmRecord, alarm: FleetAlarm): boolean =>
  isOf(row, alarm) &&
  (row.cleared_ms === null
    ? row.severity === alarm.severity && row.words_zh === alarm.words['zh-CN'] && row.words_en === alarm.words.en
    : (alarm.sinceMs ?? 0) <= row.cleared_ms);
