/** An alarm as the console sees it, and which of them a person may see. */
import type { Kysely, SqlBool } from 'kysely';
import { type Expression, type ExpressionBuilder, sql } from 'kysely';
import { districtsOf } from '../accounts/rights.ts';
import type { AlarmRow } from '../contract/alarms.ts';
import type { Me } from '../contract/session.ts';
import { SEVERITIES, type Severity } from '../contract/words.ts';
import type { Fleet } from '../store/schema.ts';
import { STATION } from './life.ts';

/** A station that has raised an alarm before it said where it is belongs to no district yet. */
const NOWHERE = 'other';

export const alarmRows = (db: Kysely<Fleet>) =>
  db
    .selectFrom('alarm')
    .leftJoin('station', 'station.station_id', 'alarm.station_id')
    .selectAll('alarm')
    .select(['station.name_zh', 'station.name_en', 'station.district', 'station.circle']);

type Found = Awaited<ReturnType<ReturnType<typeof alarmRows>['execute']>>[number];

export const severityOf = (text: string): Severity => SEVERITIES.find((severity) => severity === text) ?? 'warning';

export function alarmRow(found: Found, nowMs: number): AlarmRow {
  const { acknowledged_ms, acknowledged_by, shelved_until_ms, shelved_by, shelve_reason } = found;
  return {
    id: found.id,
    stationId: found.station_id,
    stationName: { 'zh-CN': found.name_zh ?? found.station_id, en: found.name_en ?? found.station_id },
    district: found.district ?? NOWHERE,
    circle: found.circle ?? NOWHERE,
    ...(found.device_id !== STATION && { deviceId: found.device_id }),
    code: found.code,
    severity: severityOf(found.severity),
    words: { 'zh-CN': found.words_zh, en: found.words_en },
    raisedAt: found.raised_ms,
    ...(found.cleared_ms !== null && { clearedAt: found.cleared_ms }),
    ...(acknowledged_ms !== null && { acknowledged: { at: acknowledged_ms, by: acknowledged_by ?? '' } }),
    ...(found.cleared_ms === null &&
      shelved_until_ms !== null &&
      shelved_until_ms > nowMs && {
        shelved: { until: shelved_until_ms, by: shelved_by ?? '', reason: shelve_reason ?? '' },
      }),
    ...(found.assignee !== null && { assignee: found.assignee }),
    flapping: found.flapping === 1,
    comments: found.comments,
    demo: found.demo === 1,
  };
}

export type OnAlarms = ExpressionBuilder<Fleet, 'alarm' | 'station'>;

/** What this person may see: all, or what lies in their districts; a fitter without one sees none. */
export function theirs(me: Pick<Me, 'role' | 'districts'>): Expression<SqlBool> {
  const districts = districtsOf(me);
  if (!districts) return sql<SqlBool>`1 = 1`;
  return districts.length === 0 ? sql<SqlBool>`1 = 0` : sql<SqlBool>`station.district in (${sql.join([...districts])})`;
}
