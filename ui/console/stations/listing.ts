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

/** Trouble first; among equals the one with more open alarms, then by id. */
const before = (a: StationRow, b: StationRow): number =>
  RANK[a.condition] - RANK[b.condition] || b.alarms - a.alarms || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const names = (row: StationRow): string =>
  `${row.name['zh-CN']} ${row.name.en} ${row.community} ${row.id}`.toLowerCase();

/** Every word of `q` must stand somewhere in its names. */
export function listed(stations: readonly StationRow[], { condition, district, circle, q }: Filter): StationRow[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return stations
    .filter(
      (row) =>
        (condition === '' || row.condition === condition) &&
        (district === '' || row.district === district) &&
        (circle === '' || row.circle === circle) &&
        (words.length === 0 || fits(names(row), words)),
    )
    .sort(before);
}
const fits = (text: string, words: readonly string[]): boolean => words.every((word) => text.includes(word));

/** Is that still the order they would be listed in? While one reads, rows stay where they are. */
export const inOrder = (rows: readonly StationRow[]): boolean =>
  rows.every((row, index) => {
    const next = rows[index + 1];
    return next === undefined || before(row, next) <= 0;
  });

/** The list with these rows as they are now; one that is not in it is not added. */
export function withRows(stations: readonly StationRow[], rows: readonly StationRow[]): StationRow[] {
  const news = new Map(rows.map((row) => [row.id, row]));
  return stations.map((row) => news.get(row.id) ?? row);
}
