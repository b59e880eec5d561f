import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { aFolder, aPayload, idOf, openStore, TOPIC, taken } from './event.ts';
import { median, type Row } from './row.ts';

/** A fresh database of ours, and what saves the i-th event in it. */
type Saver = (file: string) => { readonly save: (i: number) => unknown; close(): void };

const BLOCK = 50;
const BLOCKS = 60;

/**
 * Both in turn, in blocks of fifty: a disk that others use too is slow for both. Events a second, medians of sixty blocks.
 */
async function blockByBlock(
  folder: string,
  ours: Saver,
  rival: Saver,
): Promise<{ readonly ours: number; readonly rival: number }> {
  const both = { ours: ours(join(folder, 'ours.db')), rival: rival(join(folder, 'rival.db')) };
  const speeds = { ours: [] as number[], rival: [] as number[] };
  for (let block = 0; block < BLOCKS; block++) {
    for (const who of ['ours', 'rival'] as const) {
      const started = performance.now();
      for (let i = 0; i < BLOCK; i++) await both[who].save(block * BLOCK + i);
      speeds[who].push((BLOCK * 1000) / (performance.now() - started));
    }
  }
  both.ours.close();
  both.rival.close();
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
  return { ours: median(speeds.ours), rival: median(speeds.rival) };
}

/** The store alone: what it adds to SQLite. */
const outboxOnly =
  (bytes: string): Saver =>
  (file) => {
    const { db, outbox } = openStore(file);
    return {
      save: (i) => void outbox.transaction(() => outbox.add(idOf(i), TOPIC, () => bytes)),
      close: () => db.close(),
    };
  };

/** A reading all the way: FHIR, CloudEvent, store. */
const wholeReading: Saver = (file) => {
  const { db, observations } = openStore(file);
  return { save: (i) => observations.file({ ...taken, takenAtMs: taken.takenAtMs + i }), close: () => db.close() };
};

/** The same database file, tables, pragmas and bytes; one transaction a reading; nothing else. */
const bare =
  (bytes: string): Saver =>
  (file) => {
    const { db } = openStore(file);
    const insert = db.prepare(
      'INSERT INTO outbox (sequence, id, topic, saved_at_ms, key_id, sealed) VALUES (?, ?, ?, ?, 1, ?)',
    );
    const sealed = Buffer.from(bytes);
    let sequence = 0;
    const save = db.transaction((id: string) => insert.run(++sequence, id, TOPIC, taken.takenAtMs, sealed));
    return { save: (i) => void save.immediate(idOf(i)), close: () => db.close() };
  };

const rival = 'bare better-sqlite3, same schema, FULL, same bytes';

export async function storeRows(): Promise<Row[]> {
  using folder = aFolder();
  const bytes = await aPayload();
  const store = await blockByBlock(folder.path, outboxOnly(bytes), bare(bytes));
  const whole = await blockByBlock(folder.path, wholeReading, bare(bytes));
  return [
    {
      what: `store: events saved, one synchronised commit each, p50 of ${BLOCKS} blocks`,
      unit: '/s',
      ours: store.ours,
      rival: { name: rival, value: store.rival },
      wanted: { what: '≥ 0.8', met: store.ours >= 0.8 * store.rival },
    },
    {
      what: 'the same with the FHIR Observation and its CloudEvent made for each',
      unit: '/s',
      ours: whole.ours,
      rival: { name: `${rival}, ready-made`, value: whole.rival },
    },
  ];
}
