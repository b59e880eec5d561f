/** A station in maintenance: its alarms are shelved for as long, those that come meanwhile too, but for what may mean danger. */
import type { Kysely } from 'kysely';
import { ALWAYS_SHOWN, live } from '../alarms/life.ts';
import { type Change, differing, inOne, rowsOf, write } from './alarm-rows.ts';
import { chunks } from './rows.ts';
import type { Fleet } from './schema.ts';

export interface MaintenanceOf {
  readonly stationId: string;
  readonly untilMs: number;
  readonly by: string;
  readonly reason: string;
}

/** False where there is no such station. */
export const beginMaintenance = (on: Kysely<Fleet>, of: MaintenanceOf, nowMs: number): Promise<boolean> =>
  inOne(on, async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('station')
      .set({
        maintenance_until_ms: of.untilMs,
        maintenance_by: of.by,
        maintenance_reason: of.reason,
        changed_ms: nowMs,
      })
      .where('station_id', '=', of.stationId)
      .executeTakeFirst();
    await shelveMaintained(trx, [of.stationId], nowMs);
    return numUpdatedRows > 0n;
  });

/** Before its time, by a person: what was shelved for it comes back. False where there was none. */
export const endMaintenance = (on: Kysely<Fleet>, stationId: string, by: string, nowMs: number): Promise<boolean> =>
  inOne(on, async (trx) => {
    const station = await trx
      .selectFrom('station')
      .select('maintenance_until_ms')
      .where('station_id', '=', stationId)
      .executeTakeFirst();
    const until = station?.maintenance_until_ms ?? null;
    if (until === null) return false;
    await trx
      .updateTable('station')
      .set({ maintenance_until_ms: null, maintenance_by: null, maintenance_reason: null, changed_ms: nowMs })
      .where('station_id', '=', stationId)
      .execute();
    const rows = await rowsOf(trx)
      .where('station_id', '=', stationId)
      .where('cleared_ms', 'is', null)
      .where('shelved_until_ms', '=', until)
      .execute();
    const changes = rows.flatMap((row): Change[] => {
      const step = live(row, { kind: 'unshelve', by }, nowMs);
      return 'refused' in step ? [] : [{ id: row.id, change: differing(row, step.life), entries: step.entries }];
    });
    await write(trx, changes, nowMs);
    return true;
  });

/** Those of these stations that are in maintenance: what stands open there is shelved until its end. */
export async function shelveMaintained(
  trx: Kysely<Fleet>,
  stationIds: readonly string[],
  nowMs: number,
): Promise<void> {
  for (const chunk of chunks(stationIds)) {
    const stations = await trx
      .selectFrom('station')
      .select(['station_id', 'maintenance_until_ms', 'maintenance_by', 'maintenance_reason'])
      .where('station_id', 'in', chunk)
      .where('maintenance_until_ms', '>', nowMs)
      .execute();
    for (const { station_id, maintenance_until_ms, maintenance_by, maintenance_reason } of stations) {
      const until = maintenance_until_ms ?? nowMs;
      const rows = await rowsOf(trx)
        .where('station_id', '=', station_id)
        .where('cleared_ms', 'is', null)
        .where('code', 'not in', [...ALWAYS_SHOWN])
        .where((or) => or.or([or('shelved_until_ms', 'is', null), or('shelved_until_ms', '<', until)]))
        .execute();
      const act = {
        kind: 'shelve',
        by: maintenance_by ?? '',
        untilMs: until,
        reason: maintenance_reason ?? '',
      } as const;
      const changes = rows.flatMap((row): Change[] => {
        const step = live(row, act, nowMs);
        return 'refused' in step ? [] : [{ id: row.id, change: differing(row, step.life), entries: step.entries }];
      });
      await write(trx, changes, nowMs);
    }
  }
}
