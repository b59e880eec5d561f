/** The order in which stations are listed, by the service and by whoever shows them: trouble first. No schema stands here, so that a page may bring it along. */
import type { StationRow } from './stations.ts';
import type { Condition } from './words.ts';

export const BY_TROUBLE = ['fault', 'silent', 'look', 'maintenance', 'ok'] as const satisfies readonly Condition[];

const RANK: Readonly<Record<Condition, number>> = { fault: 0, silent: 1, look: 2, maintenance: 3, ok: 4 };
const A_RANK = 1_000_000;

/** Less is more urgent; among equals the one with more open alarms. As one number, since ten thousand rows are compared often. */
export const urgency = (row: StationRow): number => RANK[row.condition] * A_RANK - Math.min(row.alarms, A_RANK - 1);
const byId = (a: StationRow, b: StationRow): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Among equally urgent ones by id. */
export const before = (a: StationRow, b: StationRow): number => urgency(a) - urgency(b) || byId(a, b);

export function troubleFirst(rows: Iterable<StationRow>): StationRow[] {
  const alike = new Map<number, StationRow[]>();
  for (const row of rows) {
    const key = urgency(row);
    const those = alike.get(key);
    if (those) those.push(row);
    else alike.set(key, [row]);
  }
  // They come by their ids or in this very order: of each urgency they are in order already, and sorting them is but a look.
  return [...alike].sort(([a], [b]) => a - b).flatMap(([, those]) => those.sort(byId));
}
