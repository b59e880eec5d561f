/** Is what the stations have sent in the database, once and as it was? And was each receipt true when it was heard? */
import { sql } from 'kysely';
import type { Databases } from '../../fleet/store/open.ts';
import { digestOf, type Ledger } from './player/ledger.ts';

export interface ReceiptChecker {
  /** In the turn in which it is heard. */
  heard(stationId: string, sequence: number): void;
  /** Resolves once all are looked at. */
  settled(): Promise<{ readonly checked: number; readonly ahead: readonly string[] }>;
}

/** Asks the database at once how many of a station's events it holds up to its receipt: all of them, or it was ahead. */
export function receiptChecker(databases: Pick<Databases, 'fleet'>): ReceiptChecker {
  const { fleet } = databases;
  const held = new Map<string, number>();
  let waiting = new Map<string, number>();
  let looking: Promise<void> | undefined;
  const ahead: string[] = [];
  let checked = 0;

  const look = async (receipts: ReadonlyMap<string, number>): Promise<void> => {
    const asked = sql.join(
      [...receipts].map(
        ([id, high]) => sql`(cast(${id} as text), cast(${held.get(id) ?? 0} as bigint), cast(${high} as bigint))`,
      ),
    );
    const { rows } = await sql<{ id: string; through: number | null; found: number }>`
      with asked(id, low, high) as (values ${asked})
      select a.id, (select w.through from watermark w where w.station_id = a.id) as through,
        (select count(*) from seen s where s.station_id = a.id and s.sequence > a.low and s.sequence <= a.high) as found
      from asked a`.execute(fleet);
    for (const { id, through, found } of rows) {
      const high = receipts.get(id) ?? 0;
      checked++;
      if (Number(through ?? 0) < high || (held.get(id) ?? 0) + Number(found) < high)
        ahead.push(`${id} was told ${high}, there were ${(held.get(id) ?? 0) + Number(found)} through ${through ?? 0}`);
      else held.set(id, high);
    }
  };
  const lookAll = async (): Promise<void> => {
    while (waiting.size > 0) {
      const receipts = waiting;
      waiting = new Map();
      await look(receipts);
    }
  };
  return {
    heard(stationId, sequence) {
      if (sequence <= (held.get(stationId) ?? 0)) return; // said again
      waiting.set(stationId, Math.max(sequence, waiting.get(stationId) ?? 0));
      looking ??= lookAll().finally(() => {
        looking = undefined;
      });
    },
    async settled() {
      await looking;
      return { checked, ahead };
    },
  };
}

export interface Audited {
  readonly events: number;
  /** Of which the database has nothing. */
  readonly lost: readonly string[];
  /** There twice, or with other bytes, or where nobody sent one. */
  readonly wrong: readonly string[];
}

/** The whole database against the ledger. */
export async function audit(
  { fleet, resident }: Databases,
  ledger: Ledger,
  stationIds: readonly string[],
): Promise<Audited> {
  const lost: string[] = [];
  const wrong: string[] = [];
  let events = 0;
  const seen = Map.groupBy(
    await fleet.selectFrom('seen').select(['station_id', 'sequence', 'id', 'digest']).execute(),
    (row) => row.station_id,
  );
  const inEvent = Map.groupBy(
    await fleet.selectFrom('event').select(['station_id', 'sequence', 'id', 'kind', 'position']).execute(),
    (row) => row.station_id,
  );
  for (const stationId of stationIds) {
    const sent = ledger.of(stationId);
    const kept = new Map<number, string>();
    for (const { sequence, envelope } of await resident
      .selectFrom('record')
      .select(['sequence', 'envelope'])
      .where('station_id', '=', stationId)
      .execute())
      kept.set(sequence, digestOf(envelope));
    for (const { sequence, payload } of await fleet
      .selectFrom('envelope')
      .select(['sequence', 'payload'])
      .where('station_id', '=', stationId)
      .execute()) {
      if (kept.has(sequence)) wrong.push(`${stationId} ${sequence}: its envelope is in both databases`);
      kept.set(sequence, digestOf(payload));
    }
    const marks = new Map(seen.get(stationId)?.map((row) => [row.sequence, row]));
    const rows = Map.groupBy(inEvent.get(stationId) ?? [], (row) => row.sequence);
    for (const sequence of [...marks.keys(), ...rows.keys(), ...kept.keys()])
      if (!sent[sequence - 1]) wrong.push(`${stationId} ${sequence}: nobody sent it`);
    for (const [at, entry] of sent.entries()) {
      const sequence = at + 1;
      const name = `${stationId} ${sequence}`;
      events++;
      const [first, ...more] = rows.get(sequence) ?? [];
      if (!entry) wrong.push(`${name}: the ledger has a hole`);
      else if (!first || !marks.has(sequence) || !kept.has(sequence)) lost.push(name);
      else if (more.length > 0) wrong.push(`${name}: ${more.length + 1} times`);
      else if (marks.get(sequence)?.digest !== entry.digest || kept.get(sequence) !== entry.digest)
        wrong.push(`${name}: other bytes`);
      else if (first.id !== entry.id || entry.topic !== `yike/v1/${stationId}/up/event/${first.kind}`)
        wrong.push(`${name}: other facts`);
    }
  }
  const disputes = await fleet.selectFrom('dispute').selectAll().execute();
  for (const { station_id, sequence } of disputes) wrong.push(`${station_id} ${sequence}: disputed`);
  return { events, lost, wrong };
}
