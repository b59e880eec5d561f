/** Which stations are listed, and what a change does to the list. */
import type { StationRow } from '../../../fleet/contract/stations.ts';
import { troubleFirst, urgency } from '../../../fleet/contract/trouble.ts';
import type { Stations } from './list-answer.ts';
import { knowPlaces, placesIn } from './places.ts';

export interface Filter {
  readonly condition: string;
  readonly district: string;
  readonly circle: string;
  readonly q: string;
}

export const isEveryone = ({ condition, district, circle, q }: Filter): boolean =>
  condition === '' && district === '' && circle === '' && q.trim() === '';

const names = (row: StationRow): string =>
  `${row.name['zh-CN']} ${row.name.en} ${row.community} ${row.id}`.toLowerCase();

/** Trouble first. Every word of `q` must stand somewhere in its names. */
export function listed(stations: readonly StationRow[], { condition, district, circle, q }: Filter): StationRow[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return troubleFirst(
    stations.filter(
      (row) =>
        (condition === '' || row.condition === condition) &&
        (district === '' || row.district === district) &&
        (circle === '' || row.circle === circle) &&
        (words.length === 0 || fits(names(row), words)),
    ),
  );
}
const fits = (text: string, words: readonly string[]): boolean => words.every((word) => text.includes(word));

/**
 * The list with these rows as they are now, each in its place. One that is not in it yet comes last; while the list is still
 * coming, it comes with it.
 */
export function withRows(list: Stations, rows: readonly StationRow[]): Stations {
  if (rows.length === 0) return list;
  const places = placesIn(list.stations);
  const stations = [...list.stations];
  const isWhole = stations.length === list.total;
  const unknown: StationRow[] = [];
  let { turns } = list;
  for (const row of rows) {
    const place = places.get(row.id);
    const before = place === undefined ? undefined : stations[place];
    if (place !== undefined && before) {
      stations[place] = row;
      if (urgency(row) !== urgency(before)) turns++;
    } else if (isWhole) unknown.push(row);
  }
  if (unknown.length === 0) knowPlaces(stations, places);
  else {
    stations.push(...unknown);
    turns++;
  }
  return { ...list, stations, total: list.total + unknown.length, turns };
}
