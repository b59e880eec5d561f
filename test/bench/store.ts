import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { aFolder, aPayload, bareInsert, bareSeal, idOf, openStore, TOPIC, taken } from './event.ts';
import { median, type Row, timesAtLeast } from './row.ts';

/** A fresh database of ours, and what saves the i-th group of events in it, as one. */
type Saver = (file: string) => { readonly save: (group: number) => unknown; close(): void };

const BLOCK = 50;
const BLOCKS = 60;
/** Events in one commit. */
const GROUP = 50;
/** A commit of fifty takes longer: a block has fewer. */
const GROUPS_A_BLOCK = 5;

/**
 * Both in turn, in blocks of so many commits: a disk that others use too is slow for both. Commits a second, medians of
 * sixty blocks.
 */
async function blockByBlock(
  folder: string,
  ours: Saver,
  rival: Saver,
  commits = BLOCK,
): Promise<{ ours: number; rival: number }> {
  const both = { ours: ours(join(folder, 'ours.db')), rival: rival(join(folder, 'rival.db')) };
  const speeds = { ours: [] as number[], rival: [] as number[] };
  for (let block = 0; block < BLOCKS; block++) {
    for (const who of ['ours', 'rival'] as const) {
      const started = performance.now();
      for (let i = 0; i < commits; i++) await both[who].save(block * commits + i);
      speeds[who].push((commits * 1000) / (performance.now() - started));
    }
  }
  both.ours.close();
  both.rival.close();
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
  return { ours: median(speeds.ours), rival: median(speeds.rival) };
}

/** The store alone: what it adds to SQLite. */
const outboxOnly =
  (bytes: string, events = 1): Saver =>
  (file) => {
    const { db, outbox } = openStore(file);
    return {
      save: (group) =>
        outbox.transaction(() => {
          for (let i = 0; i < events; i++) outbox.add(idOf(group * events + i), TOPIC, () => bytes);
        }),
      close: () => db.close(),
    };
  };

/** A reading all the way: FHIR, CloudEvent, store. */
const wholeReading: Saver = (file) => {
  const { db, observations } = openStore(file);
  return { save: (i) => observations.file({ ...taken, takenAtMs: taken.takenAtMs + i }), close: () => db.close() };
};

/** The same database file, tables, pragmas and bytes; nothing else. */
const bare =
  (bytes: string, events = 1, seal?: (text: string) => Uint8Array): Saver =>
  (file) => {
    const { db, insert } = bareInsert(file, bytes, seal);
    const save = db.transaction((group: number) => {
      for (let i = 0; i < events; i++) insert(idOf(group * events + i));
    });
    return { save: (group) => save.immediate(group), close: () => db.close() };
  };

const rival = 'bare better-sqlite3, same schema, FULL, same bytes';

export async function storeRows(): Promise<Row[]> {
  using folder = aFolder();
  const bytes = await aPayload();
  const store = await blockByBlock(folder.path, outboxOnly(bytes), bare(bytes));
  const grouped = await blockByBlock(folder.path, outboxOnly(bytes, GROUP), bare(bytes, GROUP), GROUPS_A_BLOCK);
  const { seal } = bareSeal();
  const sealed = await blockByBlock(folder.path, outboxOnly(bytes, GROUP), bare(bytes, GROUP, seal), GROUPS_A_BLOCK);
  const whole = await blockByBlock(folder.path, wholeReading, bare(bytes));
  return [
    {
      what: `store: events saved, one synchronised commit each, p50 of ${BLOCKS} blocks`,
      unit: '/s',
      ours: store.ours,
      rival: { name: rival, value: store.rival },
      wanted: timesAtLeast(0.8, store),
    },
    {
      what: `store: events saved, ${GROUP} in each commit, p50 of ${BLOCKS} blocks`,
      unit: '/s',
      ours: grouped.ours * GROUP,
      rival: { name: rival, value: grouped.rival * GROUP },
      wanted: timesAtLeast(0.8, grouped),
    },
    {
      what: `the same, ${GROUP} in each commit, beside one that seals too`,
      unit: '/s',
      ours: sealed.ours * GROUP,
      rival: { name: `${rival}, each sealed by node:crypto`, value: sealed.rival * GROUP },
      wanted: timesAtLeast(0.8, sealed),
    },
    {
      what: 'one commit each, with the FHIR Observation and its CloudEvent made for each',
      unit: '/s',
      ours: whole.ours,
      rival: { name: `${rival}, ready-made`, value: whole.rival },
    },
  ];
}
