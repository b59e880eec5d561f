/** The notices that are to be, and those that wait to be sent, in their table. */
import type { Insertable, Kysely } from 'kysely';
import { severityOf } from '../alarms/rows.ts';
import { placeOf } from '../places.ts';
import type { Fleet, NoticeTable } from '../store/schema.ts';
import type { Noted } from './message.ts';
import type { Notify } from './notify.ts';
import { toldOf } from './rules.ts';

const PAGE = 500;

/** What waits for somebody: neither acknowledged, shelved, nor hidden behind a silence; demo stations call nobody. */
const waitingAlarms = (fleet: Kysely<Fleet>, nowMs: number) =>
  fleet
    .selectFrom('alarm')
    .leftJoin('station', 'station.station_id', 'alarm.station_id')
    .where('alarm.cleared_ms', 'is', null)
    .where('alarm.acknowledged_ms', 'is', null)
    .where('alarm.behind', 'is', null)
    .where('alarm.demo', '=', 0)
    .where((or) => or.or([or('shelved_until_ms', 'is', null), or('shelved_until_ms', '<=', nowMs)]))
    .selectAll('alarm')
    .select(['station.name_zh', 'station.name_en', 'station.circle']);
type WaitingAlarm = Awaited<ReturnType<ReturnType<typeof waitingAlarms>['execute']>>[number];
const districtOf = ({ circle }: WaitingAlarm) => placeOf(circle ?? '').district;

/** One notice an alarm, step and recipient, whoever plans how often. `sinceMs`: of what has changed since; else of all. */
export async function plan(fleet: Kysely<Fleet>, notify: Notify, nowMs: number, sinceMs?: number): Promise<void> {
  for (let after = 0; ; ) {
    const page = await waitingAlarms(fleet, nowMs)
      .where('alarm.id', '>', after)
      .$if(sinceMs !== undefined, (alarms) => alarms.where('alarm.changed_ms', '>=', sinceMs ?? 0))
      .orderBy('alarm.id')
      .limit(PAGE)
      .execute();
    const last = page.at(-1);
    if (!last) return;
    after = last.id;
    const ids = page.map(({ id }) => id);
    const known = await fleet
      .selectFrom('notice')
      .select(['alarm_id', 'step', 'channel', 'recipient'])
      .where('alarm_id', 'in', ids)
      .execute();
    const planned = new Set(known.map((one) => `${one.alarm_id} ${one.step} ${one.channel} ${one.recipient}`));
    const fresh = page.flatMap((alarm) => {
      const waiting = {
        severity: severityOf(alarm.severity),
        district: districtOf(alarm).id,
        raisedMs: alarm.raised_ms,
      };
      return toldOf(waiting, notify, nowMs)
        .filter(({ step, channel, recipient }) => !planned.has(`${alarm.id} ${step} ${channel} ${recipient}`))
        .map(
          (told): Insertable<NoticeTable> => ({
            ...told,
            alarm_id: alarm.id,
            due_ms: nowMs,
            sent_ms: null,
            tries: 0,
            last_error: null,
          }),
        );
    });
    for (let i = 0; i < fresh.length; i += PAGE)
      await fleet
        .insertInto('notice')
        .values(fresh.slice(i, i + PAGE))
        .onConflict((conflict) => conflict.columns(['alarm_id', 'step', 'channel', 'recipient']).doNothing())
        .execute();
  }
}

export interface Queued {
  readonly id: number;
  readonly channel: 'webhook' | 'email';
  readonly recipient: string;
  readonly tries: number;
  readonly noted: Noted;
}

/** What is due, the oldest first. Notices of alarms that wait no more are taken out: that nobody was told does no harm then. */
export async function dueNotices(fleet: Kysely<Fleet>, nowMs: number): Promise<Queued[]> {
  const due = await fleet
    .selectFrom('notice')
    .selectAll()
    .where('sent_ms', 'is', null)
    .where('due_ms', '<=', nowMs)
    .orderBy('due_ms')
    .orderBy('id')
    .limit(PAGE)
    .execute();
  if (due.length === 0) return [];
  const ids = [...new Set(due.map(({ alarm_id }) => alarm_id))];
  const alarms = new Map(
    (await waitingAlarms(fleet, nowMs).where('alarm.id', 'in', ids).execute()).map((row) => [row.id, row]),
  );
  const over = due.filter(({ alarm_id }) => !alarms.has(alarm_id)).map(({ id }) => id);
  if (over.length > 0) await fleet.deleteFrom('notice').where('id', 'in', over).execute();
  return due.flatMap(({ id, alarm_id, step, channel, recipient, tries }): Queued[] => {
    const alarm = alarms.get(alarm_id);
    if (!alarm || (channel !== 'webhook' && channel !== 'email')) return [];
    return [{ id, channel, recipient, tries, noted: notedOf(alarm, step) }];
  });
}

const notedOf = (alarm: WaitingAlarm, step: number): Noted => ({
  alarmId: alarm.id,
  step,
  stationId: alarm.station_id,
  deviceId: alarm.device_id,
  code: alarm.code,
  severity: severityOf(alarm.severity),
  words: { 'zh-CN': alarm.words_zh, en: alarm.words_en },
  stationName: { 'zh-CN': alarm.name_zh ?? alarm.station_id, en: alarm.name_en ?? alarm.station_id },
  district: districtOf(alarm).name,
  raisedMs: alarm.raised_ms,
});
