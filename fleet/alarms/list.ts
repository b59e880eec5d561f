/** GET /api/alarms: a bounded list, what has one cause as one line. */
import { type Expression, type Kysely, type SqlBool, sql } from 'kysely';
import type { AlarmLine, AlarmList, AlarmQuery, AlarmRow } from '../contract/alarms.ts';
import type { Me } from '../contract/session.ts';
import type { Fleet } from '../store/schema.ts';
import { SILENT, STATION } from './life.ts';
import { alarmRow, alarmRows, theirs } from './rows.ts';

const MOST = 500;
/** So many stations of one life circle that went silent within so long have one cause: a line, a power cut. */
const TOGETHER = 3;
const TOGETHER_MS = 2 * 60_000;

type Show = NonNullable<AlarmQuery['show']>;

/** A condition on `alarm`. Hidden behind a station's silence is shown nowhere but on its own page. */
export function showing(show: Show, me: Pick<Me, 'name'>, nowMs: number): Expression<SqlBool> {
  const open = sql`alarm.cleared_ms is null and alarm.behind is null`;
  const shelved = sql`alarm.shelved_until_ms is not null and alarm.shelved_until_ms > ${nowMs}`;
  switch (show) {
    case 'waiting':
      return sql`${open} and alarm.acknowledged_ms is null and not (${shelved})`;
    case 'open':
      return sql`${open} and not (${shelved})`;
    case 'mine':
      return sql`${open} and alarm.assignee = ${me.name}`;
    case 'shelved':
      return sql`${open} and ${shelved}`;
    case 'cleared':
      return sql`alarm.cleared_ms is not null`;
  }
}

/** Letters as they are, in any case: `%` and `_` stand for themselves. */
function matching(q: string): Expression<SqlBool> {
  const like = `%${q
    .trim()
    .toLowerCase()
    .replaceAll(/[\\%_]/g, '\\$&')}%`;
  const columns = ['alarm.station_id', 'alarm.device_id', 'alarm.code', 'alarm.words_zh', 'alarm.words_en'];
  const all = [...columns, 'station.name_zh', 'station.name_en', 'alarm.assignee'];
  return sql`(${sql.join(
    all.map((column) => sql`lower(coalesce(${sql.ref(column)}, '')) like ${like} escape '\\'`),
    sql` or `,
  )})`;
}

export async function alarmList(db: Kysely<Fleet>, query: AlarmQuery, me: Me, nowMs: number): Promise<AlarmList> {
  const { show = 'waiting', district, station, q } = query;
  const conditions = [
    showing(show, me, nowMs),
    theirs(me),
    ...(district === undefined ? [] : [sql<SqlBool>`station.district = ${district}`]),
    ...(station === undefined ? [] : [sql<SqlBool>`alarm.station_id = ${station}`]),
    ...(q === undefined || q.trim() === '' ? [] : [matching(q)]),
  ];
  const order =
    show === 'cleared'
      ? sql`alarm.cleared_ms desc, alarm.id desc`
      : sql`case when alarm.acknowledged_ms is null then 0 else 1 end, alarm.raised_ms, alarm.id`;
  const found = await alarmRows(db)
    .where((on) => on.and(conditions))
    .orderBy(order)
    .limit(MOST + 1)
    .execute();
  const rows = found.slice(0, MOST).map((row) => alarmRow(row, nowMs));
  const more =
    found.length <= MOST
      ? 0
      : (
          await db
            .selectFrom('alarm')
            .leftJoin('station', 'station.station_id', 'alarm.station_id')
            .where((on) => on.and(conditions))
            .select(sql<number>`count(*)`.as('all'))
            .executeTakeFirstOrThrow()
        ).all - MOST;
  return {
    at: nowMs,
    lines: show === 'cleared' ? rows.map((lead) => ({ lead, others: [] })) : inLines(rows),
    more,
    counts: await alarmCounts(db, me, nowMs),
  };
}

/** Demo stations are not counted. */
export async function alarmCounts(db: Kysely<Fleet>, me: Me, nowMs: number): Promise<AlarmList['counts']> {
  const count = (show: Show) => sql<number>`count(*) filter (where ${showing(show, me, nowMs)})`;
  return db
    .selectFrom('alarm')
    .leftJoin('station', 'station.station_id', 'alarm.station_id')
    .where((on) => on.and([on('alarm.cleared_ms', 'is', null), on('alarm.demo', '=', 0), theirs(me)]))
    .select([
      count('waiting').as('waiting'),
      count('open').as('open'),
      count('mine').as('mine'),
      count('shelved').as('shelved'),
    ])
    .executeTakeFirstOrThrow();
}

/** In the given order, a line at the place of its first. */
export function inLines(rows: readonly AlarmRow[]): AlarmLine[] {
  const isSilence = (row: AlarmRow): boolean => row.deviceId === undefined && row.code === SILENT;
  const circles = Map.groupBy(rows.filter(isSilence), (row) => `${row.district}/${row.circle}/${row.demo}`);
  const with_ = new Map<number, { lead: AlarmRow; others: AlarmRow[] }>();
  for (const ofCircle of circles.values()) {
    const sorted = ofCircle.toSorted((a, b) => a.raisedAt - b.raisedAt || a.id - b.id);
    for (let from = 0; from < sorted.length; ) {
      const first = sorted[from];
      const together = sorted.slice(from).filter((row) => row.raisedAt - (first?.raisedAt ?? 0) <= TOGETHER_MS);
      if (together.length >= TOGETHER) {
        const inOrder = rows.filter((row) => together.includes(row));
        const [lead, ...others] = inOrder;
        if (lead) for (const row of inOrder) with_.set(row.id, { lead, others });
      }
      from += Math.max(1, together.length >= TOGETHER ? together.length : 1);
    }
  }
  return rows.flatMap((row): AlarmLine[] => {
    const line = with_.get(row.id);
    if (!line) return [{ lead: row, others: [] }];
    if (line.lead !== row) return [];
    const count = line.others.length + 1;
    return [{ ...line, words: { 'zh-CN': `${count} 站一起失联`, en: `${count} stations silent at once` } }];
  });
}

/** Of one station, all that stand: what is shelved or hidden too. */
export async function alarmsOf(
  db: Kysely<Fleet>,
  stationId: string,
  nowMs: number,
  deviceId?: string,
): Promise<AlarmRow[]> {
  const found = await alarmRows(db)
    .where('alarm.station_id', '=', stationId)
    .where('alarm.cleared_ms', 'is', null)
    .$if(deviceId !== undefined, (rows) => rows.where('alarm.device_id', '=', deviceId ?? STATION))
    .orderBy('alarm.raised_ms')
    .limit(MOST)
    .execute();
  return found.map((row) => alarmRow(row, nowMs));
}
