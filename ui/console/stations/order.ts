/** The order in which a list is read. It stays while one reads: what changes does not slip away under the hand. */
import type { StationRow } from '../../../fleet/contract/stations.ts';
import { before } from '../../../fleet/contract/trouble.ts';
import type { Stations } from './list-answer.ts';
import { type Filter, isEveryone, listed } from './listing.ts';
import { placesIn } from './places.ts';

/** Rows that are looked up where they are shown: ten thousand of them are not gone through for thirty. */
export interface Rows {
  readonly length: number;
  slice(from: number, to: number): readonly StationRow[];
}

export interface Order {
  readonly filter: Filter;
  /** The list for which it was made. */
  readonly of: readonly StationRow[];
  /** Place in that list of the first that is read, of the second …; undefined: as they stand. */
  readonly places: readonly number[] | undefined;
  /** The list's turns when it was trouble first; undefined: of another answer, and it may be anything. */
  readonly turns: number | undefined;
}

export function orderOf({ stations, turns }: Stations, filter: Filter): Order {
  if (turns === 0 && isEveryone(filter)) return { filter, of: stations, places: undefined, turns };
  return { filter, of: stations, places: placesOf(listed(stations, filter), stations), turns };
}

/** The same order in a list as it is now; who has gone from it is left out. */
export function carriedOver(order: Order, { stations }: Stations): Order {
  if (order.of === stations) return order;
  if (placesIn(order.of) === placesIn(stations)) return { ...order, of: stations };
  return { ...order, of: stations, places: placesOf(rowsIn(order), stations), turns: undefined };
}

const placesOf = (rows: Iterable<StationRow>, stations: readonly StationRow[]): number[] => {
  const places = placesIn(stations);
  return [...rows].flatMap(({ id }) => places.get(id) ?? []);
};

export function rowsIn({ of, places }: Order): Rows & Iterable<StationRow> {
  if (!places) return of;
  const at = (place: number): readonly StationRow[] => of.slice(place, place + 1);
  return {
    length: places.length,
    slice: (from, to) => places.slice(from, to).flatMap(at),
    *[Symbol.iterator]() {
      for (const place of places) yield* at(place);
    },
  };
}

/** Would the list be in another order now, or hold others? */
export function isStale(order: Order, { turns }: Stations): boolean {
  if (order.turns === turns) return false;
  const { condition } = order.filter;
  let last: StationRow | undefined;
  for (const row of rowsIn(order)) {
    if ((last && before(last, row) > 0) || (condition !== '' && row.condition !== condition)) return true;
    last = row;
  }
  return false;
}
