import { existsSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { type Database, isOfThisSchema, openDatabase } from './database.ts';
import { FLOOR_STEP, type Known } from './floor.ts';
import type { KeyRing } from './key-ring.ts';
import type { Tombstone } from './outbox.ts';
import { type Reading, reading, type Stored } from './reading.ts';
import { carryPoints, POINTS_USED, pointsIn } from './salvage-points.ts';
import { openRow, sealRow } from './sealed-row.ts';
import { certain, hasMore, openView, readLog, removeViews } from './spoilt-log.ts';
import { StoreError } from './store-error.ts';
import { synchroniseFolder } from './whole-file.ts';

/** What became of a damaged database. */
export interface Salvaged {
  /** Rows that went over into the new file, whole. */
  readonly rows: number;
  /** Rows that could not: a tombstone has the place of each. */
  readonly missing: number;
}

export interface SalvageParts {
  readonly file: string;
  readonly ring: KeyRing;
  readonly known: Known;
  readonly receipts: boolean;
  /** What stands in the place of a row that is lost. */
  readonly tombstone: (sequence: number) => Tombstone;
  readonly nowMs: number;
}

/** Damage of the file itself; a disk that cannot be read or written now, a lock, or a newer version are none. */
export const isDamage = (error: unknown): boolean =>
  error instanceof SqliteDatabase.SqliteError
    ? error.code === 'SQLITE_NOTADB' || error.code.startsWith('SQLITE_CORRUPT')
    : error instanceof StoreError && error.code === 'damaged';

/** Larger files are not gone through at the start: their rows prove themselves when they are sent. */
const MOST_CHECKED_PAGES = 131_072;

/** `reached`: every sequence up to it was confirmed. */
export type Expected = Known & { readonly reached: number };

/** Throws what `isDamage` knows when the file is not whole, or is an older one that was put in its place. */
export function assertWhole(db: Database, known: Expected): void {
  assertSchema(db);
  const pages = Number(db.pragma('page_count', { simple: true }));
  const found = pages > MOST_CHECKED_PAGES ? 'ok' : db.pragma('quick_check(1)', { simple: true });
  if (found !== 'ok') throw new StoreError('damaged', 'the file is not whole');
  const marks = db.prepare('SELECT count(*) FROM mark').pluck().get();
  if (marks !== 3) throw new StoreError('damaged', 'a mark is missing');
  const last = lastOf(db);
  if (last < known.reached || last < known.last - FLOOR_STEP)
    throw new StoreError('damaged', 'it knows of fewer events than there were');
}

/** The schema is text in the file: a flipped bit in it passes quick_check, and every statement that names it fails. */
function assertSchema(db: Database): void {
  try {
    for (const sql of USED) db.prepare(sql);
  } catch (error) {
    if (error instanceof SqliteDatabase.SqliteError && error.code === 'SQLITE_ERROR')
      throw new StoreError('damaged', 'its schema is not what it was');
    throw error;
  }
}
const ROW = 'sequence, id, topic, saved_at_ms, key_id, sealed';
const USED = [
  `UPDATE outbox SET (${ROW}) = (SELECT ${ROW} FROM outbox)`,
  `INSERT INTO aside (${ROW}, why, at_ms) SELECT ${ROW}, why, at_ms FROM aside`,
  'UPDATE mark SET sequence = 0 WHERE name = 0',
  'INSERT INTO settlement (sequence, at_ms) VALUES (0, 0)',
  "INSERT INTO audit (n, at_ms, entry, hash) VALUES (0, 0, '', '')",
  'UPDATE audit SET n = n',
  'DELETE FROM audit',
  'INSERT INTO retained (topic) SELECT topic FROM retained ORDER BY n',
  'INSERT INTO taken (hash) SELECT hash FROM taken ORDER BY n',
  ...POINTS_USED,
];

/**
 * Before SQLite writes to either file: throws what `isDamage` knows when more stands in the log than SQLite takes of it,
 * and what it leaves was confirmed. The torn end of a power cut is none: nothing in it was.
 */
export function assertLogWhole(file: string, ring: KeyRing, known: Expected): void {
  const log = readLog(file);
  if (!hasMore(log)) return;
  const db = new SqliteDatabase(file, { readonly: true }); // one that only reads leaves the log as it is
  let last: number;
  try {
    if (!isOfThisSchema(db)) return;
    assertWhole(db, known);
    last = lastOf(db);
  } finally {
    db.close();
  }
  const frames = certain(log);
  if (frames.length <= log.taken) return;
  const view = openView(file, 'repaired', frames);
  try {
    for (const row of view.rows(last, view.marks().last))
      if (holds(ring, row)) throw new StoreError('damaged', 'confirmed events stand behind a spoilt place of the log');
  } finally {
    view.close();
  }
}

const lastOf = (db: Database): number => db.prepare<[], number | null>(LAST).pluck().get() ?? 0;
const LAST = `SELECT max(sequence) FROM (SELECT sequence FROM mark WHERE name = 'last' UNION ALL SELECT max(sequence) FROM outbox)`;

const inTheMaking = (file: string): string => `${file}.making`;
/** Whole: only such a one may take the place of one that is gone. */
const ready = (file: string): string => `${file}.salvaged`;

const BESIDE = ['-wal', '-shm'];

/** What a kill has left of a salvage: one that was cut short between its last steps is brought to its end. */
export function finishSalvage(file: string): void {
  removeViews(file);
  for (const suffix of ['', ...BESIDE]) rmSync(`${inTheMaking(file)}${suffix}`, { force: true });
  if (existsSync(file) || !existsSync(ready(file))) return;
  for (const suffix of BESIDE)
    if (existsSync(`${file}${suffix}`)) renameSync(`${file}${suffix}`, `${file}.damaged${suffix}`);
  synchroniseFolder(dirname(file));
  renameSync(ready(file), file);
}

/**
 * Sets a damaged database aside, whole, for those who look into it, and puts a new one in its place: every row that can
 * be read and holds, those set aside as well, the marks, the retained topics, the hashes of taken readings, the audit and the ledger as far as they go, the deposits, and a tombstone
 * for every number whose row is lost and may not be with the platform. No number is given twice, and none is left out.
 * Whole or not at all: the new file is complete before the old one is moved.
 */
export function salvage(parts: SalvageParts): Salvaged {
  const { file } = parts;
  const fresh = openDatabase(inTheMaking(file), parts.ring);
  const salvaged = fresh.transaction(() => carryOver(fresh, parts)).immediate();
  fresh.close();
  renameSync(inTheMaking(file), ready(file));
  const when = new Date(parts.nowMs).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const aside = join(dirname(file), `${basename(file)}.damaged-${when}`);
  // The database first: without it the next start ends what a kill here leaves. Its log must be gone before a new one has its name.
  for (const suffix of ['', ...BESIDE])
    if (existsSync(`${file}${suffix}`)) renameSync(`${file}${suffix}`, `${aside}${suffix}`);
  synchroniseFolder(dirname(file));
  renameSync(ready(file), file);
  synchroniseFolder(dirname(file));
  return salvaged;
}

/** No further back than this is looked for a row: more than a fortnight of a busy station. */
const SEARCHED = 500_000;

/**
 * Of a spoilt log: all that is whole of it; what came before its spoilt place; and the database without it, into which
 * some of it may have been written already. What a page has lost in the one it may have in the other.
 */
const sourcesOf = (file: string): readonly (() => Reading)[] => {
  const log = readLog(file);
  if (!hasMore(log)) return [() => reading(file)];
  return [
    () => openView(file, 'repaired', log.frames),
    () => openView(file, 'before', log.frames.slice(0, log.taken)),
    () => openView(file, 'bare', []),
  ];
};

/** One after the other: SQLite keeps one index of the log for each inode, whatever its names, and the views are one inode. */
function each<T>(sources: readonly (() => Reading)[], read: (source: Reading, index: number) => T): T[] {
  return sources.map((open, index) => {
    const source = open();
    try {
      return read(source, index);
    } finally {
      source.close();
    }
  });
}

function carryOver(fresh: Database, { file, ring, known, receipts, tombstone, nowMs }: SalvageParts): Salvaged {
  const insert = fresh.prepare<[number, string, string, number, number, Uint8Array]>(
    'INSERT INTO outbox (sequence, id, topic, saved_at_ms, key_id, sealed) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const mark = fresh.prepare<[number, string]>('UPDATE mark SET sequence = ? WHERE name = ?');
  const sources = sourcesOf(file);
  const marks = [known, ...each(sources, (source) => source.marks())];
  const highest = (name: keyof Known): number => Math.max(...marks.map((found) => found[name]));
  const { last, acknowledged, receipted } = {
    last: highest('last'),
    acknowledged: highest('acknowledged'),
    receipted: highest('receipted'),
  };
  const settled = receipts ? receipted : acknowledged;
  /** Sequence → id. */
  const kept = new Map<number, string>();
  const rest = each(sources, (source, index) => {
    // What has been purged does not come back out of an earlier state.
    const behind = Math.max(0, last - SEARCHED, index === 0 ? 0 : settled);
    for (const row of source.rows(behind, last)) {
      if (kept.has(row.sequence) || !holds(ring, row)) continue;
      // Its words as the seal proved them: a flipped bit makes a text a blob that reads the same, and that a strict table refuses.
      const { sequence, id, topic, savedAtMs, keyId, sealed } = row;
      if (taken(() => insert.run(sequence, String(id), String(topic), savedAtMs, keyId, sealed)))
        kept.set(sequence, String(id));
    }
    return {
      audit: [...source.audit()],
      retained: source.retained(),
      hashes: source.taken(),
      aside: [...source.aside()],
      points: pointsIn(source),
    };
  });
  let missing = 0;
  for (let sequence = settled + 1; sequence <= last; sequence++) {
    if (kept.has(sequence)) continue;
    const { id, topic, payload } = tombstone(sequence);
    const facts = { sequence, id, topic, savedAtMs: nowMs };
    const { keyId, sealed } = sealRow(ring, facts, payload);
    insert.run(sequence, id, topic, nowMs, keyId, sealed);
    missing++;
  }
  for (const [name, sequence] of Object.entries({ last, acknowledged, receipted })) mark.run(sequence, name);
  const entry = fresh.prepare<[number, number, string, Uint8Array]>('INSERT INTO audit VALUES (?, ?, ?, ?)');
  const audits = rest.map(({ audit }) => audit).sort((one, other) => other.length - one.length);
  for (const { n, atMs, text, hash } of audits[0] ?? []) if (!taken(() => entry.run(n, atMs, text, hash))) break;
  const topic = fresh.prepare<[string]>('INSERT INTO retained (topic) VALUES (?) ON CONFLICT DO NOTHING');
  for (const name of rest.flatMap(({ retained }) => retained)) taken(() => topic.run(name));
  const hash = fresh.prepare<[Uint8Array]>('INSERT INTO taken (hash) VALUES (?)');
  const hashes = rest.map((source) => source.hashes).sort((one, other) => other.length - one.length);
  for (const one of hashes[0] ?? []) taken(() => hash.run(one));
  carryPoints(
    fresh,
    rest.map(({ points }) => points),
    taken,
  );
  const lay = fresh.prepare<[number, string, string, number, number, Uint8Array, string, number]>(
    'INSERT OR IGNORE INTO aside VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  for (const row of rest.flatMap(({ aside }) => aside)) {
    const { sequence, id, topic, savedAtMs, keyId, sealed, why, atMs } = row;
    if (kept.get(sequence) === String(id)) continue; // it is in its own place again: it can be set aside but once
    if (holds(ring, row))
      taken(() => lay.run(sequence, String(id), String(topic), savedAtMs, keyId, sealed, why, atMs));
  }
  return { rows: kept.size, missing };
}

/** False where the new table refuses what the old one has become: it is lost, and takes nothing else with it. */
function taken(write: () => unknown): boolean {
  try {
    write();
    return true;
  } catch (error) {
    if (error instanceof SqliteDatabase.SqliteError && error.code.startsWith('SQLITE_CONSTRAINT')) return false;
    throw error;
  }
}

function holds(ring: KeyRing, row: Stored): boolean {
  try {
    openRow(ring, row);
    return true;
  } catch {
    return false;
  }
}
