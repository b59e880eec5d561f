/**
 * All stations, trouble first, kept from one asking to the next: ten thousand rows are not read and written anew for each
 * person who opens the list. What has changed since is read before every answer, so that it is as fresh as the database.
 */
import type { Kysely } from 'kysely';
import type { StationRow } from '../contract/stations.ts';
import { troubleFirst } from '../contract/trouble.ts';
import { openChangedRows } from '../store/changed-rows.ts';
import type { Dialect } from '../store/dialect.ts';
import type { Fleet } from '../store/schema.ts';
import { stationRows } from './station-rows.ts';

/** Read whole again after so long: a change that was committed seconds after the moment it names, a station that is gone. */
const KEPT_MS = 60_000;
/** More changed ones than so many are not looked up one by one. */
const MOST_CHANGED = 1_000;

interface Kept {
  readonly sinceMs: number;
  readonly changed: ReturnType<typeof openChangedRows>;
  rows: readonly StationRow[];
}

export function openStationList(db: Kysely<Fleet>, dialect: Dialect) {
  let kept: Kept | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  async function whole(nowMs: number): Promise<Kept> {
    const changed = openChangedRows(db, nowMs);
    const rows = await stationRows(db, dialect, { districts: undefined, nowMs });
    return { sinceMs: nowMs, changed, rows: troubleFirst(rows) };
  }

  async function upToDate(nowMs: number): Promise<readonly StationRow[]> {
    if (!kept || nowMs < kept.sinceMs || nowMs - kept.sinceMs >= KEPT_MS) kept = await whole(nowMs);
    const { stations, alarms } = await kept.changed(nowMs);
    const ids = new Set([...stations, ...alarms].map(({ station_id }) => station_id));
    if (ids.size > MOST_CHANGED) kept = await whole(nowMs);
    else if (ids.size > 0) {
      const rows = await stationRows(db, dialect, { districts: undefined, ids: [...ids], nowMs });
      kept.rows = troubleFirst([...kept.rows.filter(({ id }) => !ids.has(id)), ...rows]);
    }
    return kept.rows;
  }

  return function ask(nowMs: number): Promise<readonly StationRow[]> {
    const answer = turn.then(() => upToDate(nowMs));
    turn = answer.catch(() => {
      kept = undefined; // it may have changed by half
    });
    return answer;
  };
}

const texts = new WeakMap<StationRow, string>();

/** A row as it is sent, written once. */
export function textOf(row: StationRow): string {
  const before = texts.get(row);
  if (before !== undefined) return before;
  const text = JSON.stringify(row);
  texts.set(row, text);
  return text;
}
