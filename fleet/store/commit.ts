/**
 * Events into the database, each once whatever comes twice. Residents' records go first, in a database of their own: whoever
 * reads an event finds its record. Then one transaction, behind a lock that all members share, so that positions rise in
 * the order of commits and a reader that stands on one has missed none.
 */
import { createHash } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { raise } from './alarm-store.ts';
import type { Dialect } from './dialect.ts';
import { type HeardEvent, OF_RESIDENTS } from './heard.ts';
import { LOCKS } from './migrate.ts';
import type { Databases } from './open.ts';
import { chunks, names, ofRows, rowsOf } from './rows.ts';
import type { Fleet } from './schema.ts';
import { raiseMarks } from './watermark.ts';

export interface Committed {
  readonly fresh: number;
  readonly repeats: number;
  /** Repeats that differ from what came first. */
  readonly disputed: number;
  /** Every event up to this one is in the database. */
  readonly through: number;
}

interface Digested extends HeardEvent {
  readonly digest: string;
}

/** Beyond so many of a station they are counted, and no longer kept. */
const MOST_DISPUTES = 1000;

const digestOf = (payload: string): string => createHash('sha256').update(payload).digest('hex').slice(0, 32);
const keyOf = (stationId: string, sequence: number): string => `${stationId} ${sequence}`;

/** By station. Rejects when either database did; said again, it comes to the same. */
export async function commitEvents(
  databases: Pick<Databases, 'dialect' | 'fleet' | 'resident'>,
  batch: readonly HeardEvent[],
  nowMs: number,
): Promise<Map<string, Committed>> {
  if (batch.length === 0) return new Map();
  const { dialect, fleet } = databases;
  const events = batch.map((event) => ({ ...event, digest: digestOf(event.payload) }));
  await keepRecords(databases, events);
  return fleet.transaction().execute(async (trx) => {
    if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(${LOCKS.commit})`.execute(trx);
    const firsts = new Map<string, Digested>();
    for (const event of events) {
      const key = keyOf(event.stationId, event.sequence);
      if (!firsts.has(key)) firsts.set(key, event);
    }
    const fresh = await insertSeen(trx, dialect, [...firsts.values()]);
    const freshEvents = [...firsts].flatMap(([key, event]) => (fresh.has(key) ? [event] : []));
    await insertEvents(trx, dialect, freshEvents);
    const repeats = events.filter((event) => {
      const key = keyOf(event.stationId, event.sequence);
      return !fresh.has(key) || firsts.get(key) !== event;
    });
    const disputed = await dispute(trx, dialect, repeats, nowMs);
    const count = Map.groupBy(events, ({ stationId }) => stationId);
    const marks = await raiseMarks(
      trx,
      dialect,
      [...count].map(([stationId, its]) => ({
        stationId,
        highest: Math.max(0, ...its.filter((e) => fresh.has(keyOf(stationId, e.sequence))).map((e) => e.sequence)),
        disputed: disputed.get(stationId) ?? 0,
      })),
      nowMs,
    );
    const freshOf = Map.groupBy(freshEvents, ({ stationId }) => stationId);
    return new Map(
      [...count].map(([stationId, its]) => {
        const isNew = freshOf.get(stationId)?.length ?? 0;
        return [
          stationId,
          {
            fresh: isNew,
            repeats: its.length - isNew,
            disputed: disputed.get(stationId) ?? 0,
            through: marks.get(stationId) ?? 0,
          },
        ] as const;
      }),
    );
  });
}

const RECORD = {
  station_id: 'text',
  sequence: 'bigint',
  received_ms: 'bigint',
  kind: 'text',
  envelope: 'text',
} as const;

/** What came first stays; what differs from it is kept beside it. */
async function keepRecords(
  { dialect, resident }: Pick<Databases, 'dialect' | 'resident'>,
  events: readonly Digested[],
): Promise<void> {
  const rows = events
    .filter(({ kind }) => OF_RESIDENTS.has(kind))
    .map(({ stationId, sequence, receivedMs, kind, payload, digest }) => ({
      station_id: stationId,
      sequence,
      received_ms: receivedMs,
      kind,
      envelope: payload,
      digest,
    }));
  if (rows.length === 0) return;
  const columns = { ...RECORD, digest: 'text' } as const;
  await resident.transaction().execute(async (trx) => {
    for (const chunk of chunks(rows)) {
      await sql`insert into record (${names(RECORD)}) select ${ofRows(RECORD)} from ${rowsOf(dialect, columns, chunk)}
        where true order by r.ord on conflict (station_id, sequence) do nothing`.execute(trx);
      await sql`insert into disputed_record (station_id, sequence, digest, received_ms, envelope)
        select r.station_id, r.sequence, r.digest, r.received_ms, r.envelope from ${rowsOf(dialect, columns, chunk)}
        join record on record.station_id = r.station_id and record.sequence = r.sequence
        where record.envelope <> r.envelope and (select count(*) from disputed_record of_it
          where of_it.station_id = r.station_id) < ${MOST_DISPUTES}
        on conflict (station_id, sequence, digest) do nothing`.execute(trx);
    }
  });
}

const SEEN = { station_id: 'text', sequence: 'bigint', id: 'text', digest: 'text', received_ms: 'bigint' } as const;

/**
 * Which of them are new. What lies below the oldest that a station has here, and below its mark, was here and has been
 * forgotten for its age: a repeat, of which nothing more can be said.
 */
async function insertSeen(
  trx: Transaction<Fleet>,
  dialect: Dialect,
  events: readonly Digested[],
): Promise<ReadonlySet<string>> {
  const fresh = new Set<string>();
  for (const chunk of chunks(events)) {
    const rows = chunk.map(({ stationId, sequence, id, digest, receivedMs }) => ({
      station_id: stationId,
      sequence,
      id,
      digest,
      received_ms: receivedMs,
    }));
    const { rows: inserted } = await sql<{ station_id: string; sequence: number }>`
      insert into seen (${names(SEEN)}) select ${ofRows(SEEN)} from ${rowsOf(dialect, SEEN, rows)}
      where not exists (select 1 from watermark w where w.station_id = r.station_id and r.sequence <= w.through
        and r.sequence < coalesce((select min(s.sequence) from seen s where s.station_id = r.station_id), w.through + 1))
      on conflict (station_id, sequence) do nothing returning station_id, sequence`.execute(trx);
    for (const { station_id, sequence } of inserted) fresh.add(keyOf(station_id, sequence));
  }
  return fresh;
}

const EVENT = {
  station_id: 'text',
  sequence: 'bigint',
  id: 'text',
  kind: 'text',
  device_id: 'text',
  time_ms: 'bigint',
  received_ms: 'bigint',
  demo: 'integer',
  words: 'text',
} as const;
const ENVELOPE = { station_id: 'text', sequence: 'bigint', received_ms: 'bigint', payload: 'text' } as const;

async function insertEvents(trx: Transaction<Fleet>, dialect: Dialect, events: readonly Digested[]): Promise<void> {
  for (const chunk of chunks(events)) {
    const rows = chunk.map((event) => ({
      station_id: event.stationId,
      sequence: event.sequence,
      id: event.id,
      kind: event.kind,
      device_id: event.deviceId ?? null,
      time_ms: event.timeMs,
      received_ms: event.receivedMs,
      demo: event.demo ? 1 : 0,
      words: event.words ? JSON.stringify(event.words) : null,
    }));
    await sql`insert into event (${names(EVENT)}) select ${ofRows(EVENT)} from ${rowsOf(dialect, EVENT, rows)}
      order by r.ord`.execute(trx);
    const nobodys = chunk.filter(({ kind }) => !OF_RESIDENTS.has(kind));
    if (nobodys.length === 0) continue;
    const envelopes = nobodys.map(({ stationId, sequence, receivedMs, payload }) => ({
      station_id: stationId,
      sequence,
      received_ms: receivedMs,
      payload,
    }));
    await sql`insert into envelope (${names(ENVELOPE)}) select ${ofRows(ENVELOPE)}
      from ${rowsOf(dialect, ENVELOPE, envelopes)} where true on conflict (station_id, sequence) do nothing`.execute(
      trx,
    );
  }
}

const REPEAT = {
  station_id: 'text',
  sequence: 'bigint',
  event_id: 'text',
  digest: 'text',
  received_ms: 'bigint',
  demo: 'integer',
} as const;
const DISPUTE = {
  station_id: 'text',
  sequence: 'bigint',
  event_id: 'text',
  digest: 'text',
  received_ms: 'bigint',
} as const;

/** How many of each station differ from what came first, and were not known to. */
async function dispute(
  trx: Transaction<Fleet>,
  dialect: Dialect,
  repeats: readonly Digested[],
  nowMs: number,
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, { count: number; demo: boolean }>();
  const different = new Map(
    repeats.map((event) => [`${keyOf(event.stationId, event.sequence)} ${event.digest}`, event]),
  );
  for (const chunk of chunks([...different.values()])) {
    const rows = chunk.map(({ stationId, sequence, id, digest, receivedMs, demo }) => ({
      station_id: stationId,
      sequence,
      event_id: id,
      digest,
      received_ms: receivedMs,
      demo: demo ? 1 : 0,
    }));
    const { rows: differing } = await sql<Record<keyof typeof REPEAT, string & number>>`
      select ${ofRows(REPEAT)} from ${rowsOf(dialect, REPEAT, rows)}
      join seen on seen.station_id = r.station_id and seen.sequence = r.sequence and seen.digest <> r.digest
      where not exists (select 1 from dispute d where d.station_id = r.station_id and d.sequence = r.sequence
        and d.digest = r.digest)`.execute(trx);
    if (differing.length === 0) continue;
    await sql`insert into dispute (${names(DISPUTE)}) select ${ofRows(DISPUTE)} from ${rowsOf(dialect, REPEAT, differing)}
      where (select count(*) from dispute d where d.station_id = r.station_id) < ${MOST_DISPUTES} order by r.ord`.execute(
      trx,
    );
    for (const { station_id, demo } of differing) {
      const { count } = found.get(station_id) ?? { count: 0 };
      found.set(station_id, { count: count + 1, demo: demo === 1 });
    }
  }
  await forked(trx, found, nowMs);
  return new Map([...found].map(([stationId, { count }]) => [stationId, count]));
}

/** Two events under one number: two machines with one name, or one that began again from an older disk. */
const forked = (trx: Kysely<Fleet>, found: ReadonlyMap<string, { readonly demo: boolean }>, nowMs: number) =>
  raise(
    trx,
    [...found].map(([stationId, { demo }]) => ({
      stationId,
      deviceId: 'station',
      code: 'sequence-fork',
      severity: 'critical',
      words: {
        'zh-CN': '同一序号来了两条不同的记录：可能有两台机器用同一名称，或旧盘被恢复',
        en: 'Two different events came under one number: two machines may use one name, or an old disk was put back',
      },
      origin: 'fleet',
      demo,
    })),
    nowMs,
  );
