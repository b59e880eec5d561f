/** When each event was in the database, seen from outside the service: another connection looks again and again. */
import type { Databases } from '../../fleet/store/open.ts';
import { type Ledger, nowMs } from '../fleet/player/ledger.ts';

export interface Commits {
  /** How many there are. */
  count(): number;
  /** From the first to the last, a second. */
  rate(): number;
  /** From its sending to when it was seen there, of all since the last call; milliseconds. */
  waits(): number[];
  stop(): Promise<void>;
}

/** It adds as much to each wait, at the most. */
const LOOK_EVERY_MS = 20;
const AT_ONCE = 5000;

export function watchCommits({ fleet }: Pick<Databases, 'fleet'>, ledger: Ledger): Commits {
  let position = 0;
  let count = 0;
  let firstMs = 0;
  let lastMs = 0;
  let waits: number[] = [];
  let over = false;
  const look = async (): Promise<void> => {
    const rows = await fleet
      .selectFrom('event')
      .select(['position', 'station_id', 'sequence'])
      .where('position', '>', position)
      .orderBy('position')
      .limit(AT_ONCE)
      .execute();
    const seenMs = nowMs();
    for (const row of rows) {
      position = row.position;
      const sentMs = ledger.of(row.station_id)[row.sequence - 1]?.sentMs;
      if (sentMs !== undefined) waits.push(seenMs - sentMs);
    }
    if (rows.length === 0) return;
    if (count === 0) firstMs = seenMs;
    lastMs = seenMs;
    count += rows.length;
  };
  const watching = (async () => {
    while (!over) {
      await look();
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  })();
  return {
    count: () => count,
    rate: () => (1000 * count) / (lastMs - firstMs),
    waits() {
      const all = waits;
      waits = [];
      return all;
    },
    async stop() {
      over = true;
      await watching;
    },
  };
}

/** The value below which this share of them lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
