/** Alarms raised and cleared by their source. Both may be said again and again: what is so already changes nothing. */
import type { Kysely } from 'kysely';
import { begin, DAMPING_MS, live, SILENT, STATION, type StaffAct } from '../alarms/life.ts';
import type { Severity, Words } from '../contract/words.ts';
import { shelveMaintained } from './alarm-maintenance.ts';
import { type AlarmKey, type Change, differing, hide, inOne, lastOf, nameOf, rowsOf, write } from './alarm-rows.ts';
import { chunks } from './rows.ts';
import type { Fleet } from './schema.ts';

export type { AlarmKey } from './alarm-rows.ts';

export interface Raised extends AlarmKey {
  readonly severity: Severity;
  readonly words: Words;
  readonly origin: 'station' | 'fleet';
  readonly demo: boolean;
  /** When its cause was, where its source cannot say that it is over: staff's word that it is holds until it happens anew. */
  readonly sinceMs?: number;
}

const keyOf = ({ stationId, deviceId, code }: AlarmKey): string => nameOf(stationId, deviceId, code);
const once = <K extends AlarmKey>(keys: readonly K[]): K[] => [
  ...new Map(keys.map((key) => [keyOf(key), key])).values(),
];
const isSilence = ({ deviceId, code }: AlarmKey): boolean => deviceId === STATION && code === SILENT;

/** In the caller's transaction, or in one of its own for each few hundred. */
export async function raise(on: Kysely<Fleet>, alarms: readonly Raised[], nowMs: number): Promise<void> {
  for (const chunk of chunks(once(alarms))) await inOne(on, (trx) => raiseSome(trx, chunk, nowMs));
}

async function raiseSome(trx: Kysely<Fleet>, alarms: readonly Raised[], nowMs: number): Promise<void> {
  const last = await lastOf(trx, alarms, nowMs);
  const fresh = alarms.flatMap((alarm) => {
    const before = last.get(keyOf(alarm));
    const step = begin(alarm, before, nowMs, alarm.sinceMs);
    return step ? [{ alarm, step }] : [];
  });
  const changes = alarms.flatMap((alarm): Change[] => {
    const row = last.get(keyOf(alarm));
    if (row?.cleared_ms !== null) return [];
    const step = live(row, { kind: 'stands', severity: alarm.severity }, nowMs);
    if ('refused' in step) return [];
    const { 'zh-CN': zh, en } = alarm.words;
    const words = row.words_zh === zh && row.words_en === en ? {} : { words_zh: zh, words_en: en };
    return [{ id: row.id, change: { ...differing(row, step.life), ...words }, entries: step.entries }];
  });
  await write(trx, changes, nowMs);
  if (fresh.length === 0) return;

  const added = await trx
    .insertInto('alarm')
    .values(
      fresh.map(({ alarm: { stationId, deviceId, words, demo }, step: { life } }) => ({
        ...life,
        station_id: stationId,
        device_id: deviceId,
        words_zh: words['zh-CN'],
        words_en: words.en,
        behind: null,
        demo: demo ? 1 : 0,
        changed_ms: nowMs,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['station_id', 'device_id', 'code']).where('cleared_ms', 'is', null).doNothing(),
    )
    .returning(['id', 'station_id', 'device_id', 'code'])
    .execute();
  const steps = new Map(fresh.map(({ alarm, step }) => [keyOf(alarm), step]));
  const histories = added.map(({ id, station_id, device_id, code }) => ({
    id,
    change: {},
    entries: steps.get(nameOf(station_id, device_id, code))?.entries ?? [],
  }));
  await write(trx, histories, nowMs);
  const stations = [...new Set(added.map((row) => row.station_id))];
  await hide(trx, stations, nowMs);
  await shelveMaintained(trx, stations, nowMs);
}

export async function clear(on: Kysely<Fleet>, alarms: readonly AlarmKey[], nowMs: number): Promise<void> {
  for (const chunk of chunks(once(alarms)))
    await inOne(on, async (trx) => {
      const changes: Change[] = [];
      for (const row of (await lastOf(trx, chunk, nowMs)).values()) {
        const step = live(row, { kind: 'gone' }, nowMs);
        if (!('refused' in step))
          changes.push({ id: row.id, change: differing(row, step.life), entries: step.entries });
      }
      await write(trx, changes, nowMs);
      const heard = chunk.filter(isSilence).map(({ stationId }) => stationId);
      await hide(trx, heard, nowMs);
    });
}

/** What a person does to these; those that refuse it are returned. */
export async function actOnAlarms(
  on: Kysely<Fleet>,
  ids: readonly number[],
  act: StaffAct,
  nowMs: number,
): Promise<number[]> {
  const refused: number[] = [];
  for (const chunk of chunks(ids))
    await inOne(on, async (trx) => {
      const rows = await rowsOf(trx).where('id', 'in', chunk).execute();
      const changes = rows.flatMap((row): Change[] => {
        const step = live(row, act, nowMs);
        if ('refused' in step) return [];
        return [{ id: row.id, change: differing(row, step.life), entries: step.entries }];
      });
      const done = new Set(changes.map(({ id }) => id));
      refused.push(...chunk.filter((id) => !done.has(id)));
      await write(trx, changes, nowMs);
    });
  return refused;
}

/** Time has passed: what was shelved until now comes back, what flapped and is quiet closes. A bounded share; true: there is more. */
export async function tickAlarms(on: Kysely<Fleet>, nowMs: number): Promise<boolean> {
  const quiet = nowMs - DAMPING_MS;
  return inOne(on, async (trx) => {
    const due = await rowsOf(trx)
      .where('cleared_ms', 'is', null)
      .where((or) =>
        or.or([
          or('shelved_until_ms', '<=', nowMs),
          or.and([or('flapping', '=', 1), or('source_cleared_ms', '<=', quiet)]),
          or.and([or('flapping', '=', 1), or('source_cleared_ms', 'is', null), or('changed_ms', '<=', quiet)]),
        ]),
      )
      .limit(1000)
      .execute();
    const changes = due.flatMap((row): Change[] => {
      const step = live(row, { kind: 'tick' }, nowMs);
      return 'refused' in step ? [] : [{ id: row.id, change: differing(row, step.life), entries: step.entries }];
    });
    await write(trx, changes, nowMs);
    const heard = due.filter((row) => row.device_id === STATION && row.code === SILENT);
    if (heard.length > 0) await hide(trx, [...new Set(heard.map((row) => row.station_id))], nowMs);
    return due.length === 1000;
  });
}
