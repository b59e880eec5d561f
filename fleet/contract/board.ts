import Type from 'typebox';
import { AlarmLine } from './alarms.ts';
import { BinRow } from './rounds.ts';
import { Condition, Count, closed, Moment, PlaceId, StationId, Words } from './words.ts';

export const Counts = closed({ total: Count, ok: Count, look: Count, fault: Count, silent: Count, maintenance: Count });
export type Counts = Type.Static<typeof Counts>;

/** GET /api/board: the whole city, or what of it this person may see. Counts leave demo stations out. */
export const Board = closed({
  at: Moment,
  counts: Counts,
  districts: Type.Array(
    closed({
      id: PlaceId,
      name: Words,
      counts: Counts,
      circles: Type.Array(
        closed({
          id: PlaceId,
          name: Words,
          counts: Counts,
          stations: Type.Array(closed({ id: StationId, condition: Condition, demo: Type.Boolean() })),
        }),
      ),
    }),
  ),
  /** What nobody has acknowledged: the eight oldest, how many in all, and since when the oldest. */
  waiting: closed({ count: Count, oldestAt: Type.Optional(Moment), lines: Type.Array(AlarmLine) }),
  /** Of the bins that are at least 70 % full, the eight that are full first. */
  bins: Type.Array(BinRow),
});
export type Board = Type.Static<typeof Board>;
