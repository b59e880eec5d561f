/** Which stations are nearest to each, along the ground. Pure; of 10,000 in a second. */

export interface Place {
  readonly id: string;
  readonly latitude: number;
  readonly longitude: number;
}
export interface Near<P> {
  readonly place: P;
  readonly metres: number;
}

const EARTH_M = 6_371_000;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Haversine: right to half a percent anywhere, and for two doors as well. */
export function metresBetween(a: Omit<Place, 'id'>, b: Omit<Place, 'id'>): number {
  const north = Math.sin(radians(b.latitude - a.latitude) / 2);
  const east = Math.sin(radians(b.longitude - a.longitude) / 2);
  const h = north ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * east ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

const CELL = 0.02;
const FURTHEST_M = 20_000;
/** More in one cell of some two kilometres are a test, or a mistake: the rest is nobody's neighbour. */
const MOST_IN_CELL = 64;

/** From each of `places` the `most` nearest others among `goals` within 20 km, the nearest first. */
export function nearest<P extends Place>(places: readonly P[], goals: readonly P[], most: number): Map<P, Near<P>[]> {
  const cellOf = ({ latitude, longitude }: P): [number, number] => [
    Math.floor(latitude / CELL),
    Math.floor(longitude / CELL),
  ];
  const cells = new Map<string, P[]>();
  for (const place of goals) {
    const key = cellOf(place).join();
    const cell = cells.get(key) ?? [];
    if (cell.length < MOST_IN_CELL) cell.push(place);
    cells.set(key, cell);
  }

  const around = (place: P): Near<P>[] => {
    const [row, column] = cellOf(place);
    const side = radians(CELL) * EARTH_M * Math.max(0.05, Math.cos(radians(Math.abs(place.latitude) + 0.3)));
    const found: Near<P>[] = [];
    // Whatever lies beyond ring `r` is at least `r` cells away.
    for (let r = 0; r * side <= FURTHEST_M + side; r++) {
      for (const key of ring(row, column, r))
        for (const other of cells.get(key) ?? []) {
          const metres = metresBetween(place, other);
          if (other.id !== place.id && metres <= FURTHEST_M) found.push({ place: other, metres });
        }
      found.sort((a, b) => a.metres - b.metres || (a.place.id < b.place.id ? -1 : 1));
      if ((found[most - 1]?.metres ?? Number.POSITIVE_INFINITY) <= r * side) break;
    }
    return found.slice(0, most);
  };
  return new Map(places.map((place) => [place, around(place)]));
}

function* ring(row: number, column: number, r: number): Generator<string> {
  if (r === 0) yield `${row},${column}`;
  for (let i = -r; i < r; i++) {
    yield `${row - r},${column + i}`;
    yield `${row + i},${column + r}`;
    yield `${row + r},${column - i}`;
    yield `${row - i},${column - r}`;
  }
}
