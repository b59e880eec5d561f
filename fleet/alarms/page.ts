/** GET /api/alarms/:id and POST /api/alarms/acts. */
import type { Kysely } from 'kysely';
import { ALARM_EVENTS, type AlarmAct, type AlarmActed, type AlarmActs, type AlarmPage } from '../contract/alarms.ts';
import type { Me } from '../contract/session.ts';
import { actOnAlarms } from '../store/alarm-store.ts';
import type { Fleet } from '../store/schema.ts';
import type { StaffAct } from './life.ts';
import { alarmRow, alarmRows, theirs } from './rows.ts';

type History = AlarmPage['history'];
/** The newest of a history; no alarm has more but by somebody's will. */
const MOST = 1000;

/** Undefined where there is none that this person may see. */
export async function alarmPage(db: Kysely<Fleet>, id: number, me: Me, nowMs: number): Promise<AlarmPage | undefined> {
  const found = await alarmRows(db).where('alarm.id', '=', id).where(theirs(me)).executeTakeFirst();
  if (!found) return undefined;
  const events = await db
    .selectFrom('alarm_event')
    .selectAll()
    .where('alarm_id', '=', id)
    .orderBy('id', 'desc')
    .limit(MOST)
    .execute();
  const history = events.toReversed().flatMap(({ at_ms, by, act, text }): History => {
    const known = ALARM_EVENTS.find((one) => one === act);
    return known ? [{ at: at_ms, ...(by !== null && { by }), act: known, ...(text !== null && { text }) }] : [];
  });
  return { alarm: alarmRow(found, nowMs), history };
}

function byPerson(act: AlarmAct, by: string, nowMs: number): StaffAct {
  switch (act.kind) {
    case 'shelve':
      return { kind: 'shelve', by, untilMs: nowMs + act.minutes * 60_000, reason: act.reason };
    default:
      return { ...act, by };
  }
}

/** Only alarms that this person may see are acted upon; whether they may act at all is the route's to know. */
export async function actOn(
  db: Kysely<Fleet>,
  { alarmIds, act }: AlarmActs,
  me: Me,
  nowMs: number,
): Promise<AlarmActed> {
  const ids = [...new Set(alarmIds)];
  const visible = await db
    .selectFrom('alarm')
    .leftJoin('station', 'station.station_id', 'alarm.station_id')
    .select('alarm.id')
    .where('alarm.id', 'in', ids)
    .where(theirs(me))
    .execute();
  const allowed = new Set(visible.map(({ id }) => id));
  const may = ids.filter((id) => allowed.has(id));
  const refused = new Set(await actOnAlarms(db, may, byPerson(act, me.name, nowMs), nowMs));
  const done = may.filter((id) => !refused.has(id));
  const rows = done.length === 0 ? [] : await alarmRows(db).where('alarm.id', 'in', done).execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return {
    rows: done.flatMap((id) => {
      const row = byId.get(id);
      return row ? [alarmRow(row, nowMs)] : [];
    }),
    refused: ids.filter((id) => !done.includes(id)),
  };
}
