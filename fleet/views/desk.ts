/** What the routes ask of the alarms and rounds. */
import type { Kysely } from 'kysely';
import type { Sight } from '../accounts/rights.ts';
import type { AlarmActed, AlarmActs, AlarmList, AlarmPage, AlarmQuery, AlarmRow } from '../contract/alarms.ts';
import type { Rounds, RoundsQuery } from '../contract/rounds.ts';
import type { Me } from '../contract/session.ts';
import type { Fleet } from '../store/schema.ts';

type Db = Kysely<Fleet>;

export interface Desk {
  alarmList(db: Db, query: AlarmQuery, me: Me, nowMs: number): Promise<AlarmList>;
  /** Undefined: there is none that this person sees. */
  alarmPage(db: Db, id: number, me: Me, nowMs: number): Promise<AlarmPage | undefined>;
  actOn(db: Db, acts: AlarmActs, me: Me, nowMs: number): Promise<AlarmActed>;
  /** Those that stand. */
  alarmsOf(db: Db, stationId: string, nowMs: number, deviceId?: string): Promise<AlarmRow[]>;
  /** False: there is no such station. */
  beginMaintenance(
    db: Db,
    of: { readonly stationId: string; readonly untilMs: number; readonly by: string; readonly reason: string },
    nowMs: number,
  ): Promise<boolean>;
  /** False: there was none. */
  endMaintenance(db: Db, stationId: string, by: string, nowMs: number): Promise<boolean>;
  rounds(db: Db, query: RoundsQuery, sight: Sight, nowMs: number): Promise<Rounds>;
}

export const NO_DESK: Desk = {
  alarmList: async (_db, _query, _me, nowMs) => ({
    at: nowMs,
    lines: [],
    more: 0,
    counts: { waiting: 0, open: 0, mine: 0, shelved: 0 },
  }),
  alarmPage: async () => undefined,
  actOn: async (_db, { alarmIds }) => ({ rows: [], refused: [...alarmIds] }),
  alarmsOf: async () => [],
  beginMaintenance: async () => false,
  endMaintenance: async () => false,
  rounds: async (_db, _query, _sight, nowMs) => ({ at: nowMs, bins: [] }),
};
