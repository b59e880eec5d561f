/** Bins as stops of a round: those of one station are emptied at one stop. */
import type { BinRow } from '../../../fleet/contract/rounds.ts';
import type { Place } from './route.ts';

export interface Stop extends Place {
  readonly stationId: string;
  readonly bins: readonly BinRow[];
}

/** From here on a bin is to be emptied, whatever its pace. */
export const DUE_PERCENT = 80;
const DAY_MS = 86_400_000;

export const binKey = ({ stationId, deviceId }: BinRow): string => `${stationId}/${deviceId}`;

/** To be emptied on the next round: nearly full, or full within a day. A demo's bin is nobody's way. */
export const isDue = ({ fillPercent, fullAt, demo }: BinRow, nowMs: number): boolean =>
  !demo && (fillPercent >= DUE_PERCENT || (fullAt !== undefined && fullAt < nowMs + DAY_MS));

/** In the order of the bins. Those of which nobody knows where they stand are no stop. */
export function stopsOf(bins: readonly BinRow[]): {
  readonly stops: readonly Stop[];
  readonly unplaced: readonly BinRow[];
} {
  const stops = [...Map.groupBy(bins, ({ stationId }) => stationId)].flatMap(([stationId, here]): Stop[] => {
    const location = here.find(({ location }) => location)?.location;
    return location ? [{ stationId, bins: here, ...location }] : [];
  });
  const placed = new Set(stops.map(({ stationId }) => stationId));
  return { stops, unplaced: bins.filter(({ stationId }) => !placed.has(stationId)) };
}

/** That stop first, the others in their order; as they were when it is none of them. */
export function startingAt(stops: readonly Stop[], stationId: string | undefined): readonly Stop[] {
  const first = stops.find((stop) => stop.stationId === stationId);
  return first ? [first, ...stops.filter((stop) => stop !== first)] : stops;
}
