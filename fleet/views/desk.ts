/** What the routes ask of the alarms and rounds. */
import type { Sight } from '../accounts/rights.ts';
import type { AlarmAct, AlarmActed, AlarmList, AlarmPage, AlarmQuery } from '../contract/alarms.ts';
import type { Rounds, RoundsQuery } from '../contract/rounds.ts';
import type { Me } from '../contract/session.ts';

export interface Desk {
  alarmList(me: Me, query: AlarmQuery, nowMs: number): Promise<AlarmList>;
  alarmPage(sight: Sight, id: number): Promise<AlarmPage | undefined>;
  actOn(me: Me, ids: readonly number[], act: AlarmAct, nowMs: number): Promise<AlarmActed>;
  rounds(sight: Sight, query: RoundsQuery, nowMs: number): Promise<Rounds>;
}

export const NO_DESK: Desk = {
  alarmList: async (_me, _query, nowMs) => ({
    at: nowMs,
    lines: [],
    more: 0,
    counts: { waiting: 0, open: 0, mine: 0, shelved: 0 },
  }),
  alarmPage: async () => undefined,
  actOn: async (_me, ids) => ({ rows: [], refused: [...ids] }),
  rounds: async (_sight, _query, nowMs) => ({ at: nowMs, bins: [] }),
};
