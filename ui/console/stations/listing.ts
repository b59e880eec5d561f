/** Which stations are listed, and in what order: trouble first. */
import type { StationRow } from '../../../fleet/contract/stations.ts';
import type { Condition } from '../../../fleet/contract/words.ts';

export interface Filter {
  readonly condition: string;
  readonly district: string;
  readonly circle: string;
  readonly q: string;
}

const RANK: Readonly<Record<Condition, number>> = { fault: 0, silent: 1, look: 2, maintenance: 3, ok: 4 };
export const BY_TROUBLE = ['fault', 'silent', 'look', 'maintenance', 'ok'] as const satisfies readonly Condition[];

/** Trouble first; among equals the one with more open alarms. As one number, since ten thousand rows are compared often. */
const urgency = (row: StationRow): number => RANK[row.condition] * A_RANK - Math.min(row.alarms, A_RANK - 1);
const A_RANK = 1_000_000;

/** Among equally urgent ones by id. */
const before = (a: StationRow, b: StationRow): number => urgency(a) - urgency(b) || byId(a, b);
const byId = (a: StationRow, b: StationRow): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const names = (row: StationRow): string =>
  `${row.name['zh-CN']} ${row.name.en} ${row.community} ${row.id}`.toLowerCase();

/** Every word of `q` must stand somewhere in its names. */
export function listed(stations: readonly StationRow[], { condition, district, circle, q }: Filter): StationRow[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const alike = new Map<number, StationRow[]>();
  for (const row of stations) {
    if (
      (condition !== '' && row.condition !== condition) ||
      (district !== '' && row.district !== district) ||
      (circle !== '' && row.circle !== circle) ||
      (words.length > 0 && !fits(names(row), words))
    )
      continue;
    const key = urgency(row);
    const those = alike.get(key);
    if (those) those.push(row);
    else alike.set(key, [row]);
  }
  // The service sends them by their ids: of each urgency they are in order already, and sorting them is but a look.
  return [...alike].sort(([a], [b]) => a - b).flatMap(([, rows]) => rows.sort(byId));
}
const fits = (text: string, words: readonly string[]): boolean => words.every((word) => text.includes(word));

/** Is that still the order they would be listed in? While one reads, rows stay where they are. */
export function inOrder(rows: readonly StationRow[]): boolean {
  let last: StationRow | undefined;
  for (const row of rows) {
    if (last && before(last, row) > 0) return false;
    last = row;
  }
  return true;
}

/** The list with these rows as they are now, each in its place; one that is not in it is not added. */
export function withRows(stations: readonly StationRow[], rows: readonly StationRow[]): readonly StationRow[] {
  if (rows.length === 0) return stations;
  const places = placesIn(stations);
  const after = [...stations];
  for (const row of rows) {
    const place = places.get(row.id);
    if (place !== undefined) after[place] = row;
  }
  known.set(after, places);
  return after;
}

/** Id → place. A list in which rows only changed has the places of the one before it. */
export function placesIn(stations: readonly StationRow[]): ReadonlyMap<string, number> {
  const before = known.get(stations);
  if (before) return before;
  const places = new Map(stations.map(({ id }, place) => [id, place]));
  known.set(stations, places);
  return places;
}
const known = new WeakMap<readonly StationRow[], ReadonlyMap<string, number>>();
