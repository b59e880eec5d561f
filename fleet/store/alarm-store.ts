/** Alarms raised and cleared by their source. Both may be said again and again: what is so already changes nothing. */
import type { Kysely } from 'kysely';
import type { Severity, Words } from '../contract/words.ts';
import type { Fleet } from './schema.ts';

export interface AlarmKey {
  readonly stationId: string;
  /** `station`: the station itself. */
  readonly deviceId: string;
  readonly code: string;
}

export interface Raised extends AlarmKey {
  readonly severity: Severity;
  readonly words: Words;
  readonly origin: 'station' | 'fleet';
  readonly demo: boolean;
}

/** In the caller's transaction, or in one each. */
export async function raise(on: Kysely<Fleet>, alarms: readonly Raised[], nowMs: number): Promise<void> {
  for (const { stationId, deviceId, code, severity, words, origin, demo } of alarms)
    await on
      .insertInto('alarm')
      .values({
        station_id: stationId,
        device_id: deviceId,
        code,
        severity,
        words_zh: words['zh-CN'],
        words_en: words.en,
        origin,
        raised_ms: nowMs,
        cleared_ms: null,
        acknowledged_ms: null,
        acknowledged_by: null,
        shelved_until_ms: null,
        shelved_by: null,
        shelve_reason: null,
        assignee: null,
        source_cleared_ms: null,
        returns: 0,
        flapping: 0,
        behind: null,
        comments: 0,
        demo: demo ? 1 : 0,
        changed_ms: nowMs,
      })
      .onConflict((conflict) =>
        conflict.columns(['station_id', 'device_id', 'code']).where('cleared_ms', 'is', null).doNothing(),
      )
      .execute();
}

export async function clear(on: Kysely<Fleet>, alarms: readonly AlarmKey[], nowMs: number): Promise<void> {
  for (const { stationId, deviceId, code } of alarms)
    await on
      .updateTable('alarm')
      .set({ cleared_ms: nowMs, changed_ms: nowMs })
      .where('station_id', '=', stationId)
      .where('device_id', '=', deviceId)
      .where('code', '=', code)
      .where('cleared_ms', 'is', null)
      .execute();
}
