/** Where in a list each station stands. */
import type { StationRow } from '../../../fleet/contract/stations.ts';

type Rows = readonly StationRow[];
type Places = ReadonlyMap<string, number>;

const known = new WeakMap<Rows, Places>();

export const knowPlaces = (stations: Rows, places: Places): void => void known.set(stations, places);

/** Id → place. A list in which rows only changed has the very places of the one before it. */
export function placesIn(stations: Rows): Places {
  const before = known.get(stations);
  if (before) return before;
  const places = new Map(stations.map(({ id }, place) => [id, place]));
  known.set(stations, places);
  return places;
}
