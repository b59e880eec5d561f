/** A round over stops: from the first of them on, each once, and not back. As the crow flies: no street is known here. */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

const EARTH_KM = 6371;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Along the great circle (haversine). */
export function kilometres(a: Place, b: Place): number {
  const across = Math.sin(radians(b.longitude - a.longitude) / 2) ** 2;
  const up = Math.sin(radians(b.latitude - a.latitude) / 2) ** 2;
  const chord = up + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * across;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(chord)));
}

export const lengthKm = (stops: readonly Place[]): number =>
  stops.reduce((sum, stop, index) => sum + kilometres(stops[index - 1] ?? stop, stop), 0);

/** The first stop stays first. Nearest neighbour, then turned round wherever that is shorter (2-opt). */
export const roundOf = <S extends Place>(stops: readonly S[]): readonly S[] => untangled(nearestNext(stops));

function nearestNext<S extends Place>(stops: readonly S[]): readonly S[] {
  const [first, ...rest] = stops;
  if (!first) return [];
  const order = [first];
  let here = first;
  const left = new Set(rest);
  while (left.size > 0) {
    const [next] = [...left].sort((a, b) => kilometres(here, a) - kilometres(here, b));
    if (!next) break;
    left.delete(next);
    order.push(next);
    here = next;
  }
  return order;
}

/** Shorter by less than a metre is no reason to turn: rounding would turn for ever. */
const WORTH_KM = 0.001;

function untangled<S extends Place>(stops: readonly S[]): readonly S[] {
  let order = stops;
  for (let turned = true; turned; ) {
    turned = false;
    for (let from = 1; from < order.length - 1; from++) {
      for (let to = from + 1; to < order.length; to++) {
        if (gainKm(order, from, to) <= WORTH_KM) continue;
        order = [...order.slice(0, from), ...order.slice(from, to + 1).reverse(), ...order.slice(to + 1)];
        turned = true;
      }
    }
  }
  return order;
}

/** How much shorter the round gets with the stops from one to the other turned round; the last has nothing behind it. */
function gainKm(order: readonly Place[], from: number, to: number): number {
  const [before, first, last, behind] = [order[from - 1], order[from], order[to], order[to + 1]];
  if (!before || !first || !last) return 0;
  const now = kilometres(before, first) + (behind ? kilometres(last, behind) : 0);
  return now - kilometres(before, last) - (behind ? kilometres(first, behind) : 0);
}
