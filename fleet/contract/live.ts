import Type from 'typebox';
import { StationRow } from './stations.ts';
import { Count, closed, Moment, StationId } from './words.ts';

/** GET /api/live: server-sent events named `changed`, at most one a second, each with all that has changed since the last. */
export const Changed = closed({
  at: Moment,
  /** Rows as they are now; with more than 400 of them `many` is said, and the list is to be read anew. */
  stations: Type.Array(StationRow),
  many: Type.Boolean(),
  /** Stations of which a device changed. */
  devicesOf: Type.Array(StationId),
  /** Alarms that changed. */
  alarms: Count,
});
export type Changed = Type.Static<typeof Changed>;
