import { existsSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { type Database, openDatabase } from './database.ts';
import { FLOOR_STEP, type Known } from './floor.ts';
import type { KeyRing } from './key-ring.ts';
import type { Tombstone } from './outbox.ts';
import { openRow, type RowFacts, type Sealed, sealRow } from './sealed-row.ts';
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

/** Throws what `isDamage` knows when the file is not whole, or is an older one that was put in its place. */
export function assertWhole(db: Database, known: Known): void {
  const pages = Number(db.pragma('page_count', { simple: true }));
  const found = pages > MOST_CHECKED_PAGES ? 'ok' : db.pragma('quick_check(1)', { simple: true });
  if (found !== 'ok') throw new StoreError('damaged', 'the file is not whole');
  const marks = db.prepare('SELECT count(*) FROM mark').pluck().get();
  if (marks !== 3) throw new StoreError('damaged', 'a mark is missing');
  const last = db.prepare<[], number | null>(LAST).pluck().get() ?? 0;
  if (last < known.last - FLOOR_STEP) throw new StoreError('damaged', 'it knows of fewer events than there were');
}

const LAST = `SELECT max(sequence) FROM (SELECT sequence FROM mark WHERE name = 'last' UNION ALL SELECT max(sequence) FROM outbox)`;

const inTheMaking = (file: string): string => `${file}.salvaged`;

/** A salvage that was cut short between its two last steps is brought to its end. */
export function finishSalvage(file: string): void {
  if (!existsSync(file) && existsSync(inTheMaking(file))) renameSync(inTheMaking(file), file);
}

/**
 * Sets a damaged database aside, whole, for those who look into it, and puts a new one in its place: every row that can
 * be read and holds, the marks, the retained topics, the audit as far as it goes, and a tombstone for every number whose
 * row is lost and may not be with the platform. No number is given twice, and none is left out. Whole or not at all: the new file is complete
 * before the old one is moved.
 */
export function salvage(parts: SalvageParts): Salvaged {
  const { file } = parts;
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${inTheMaking(file)}${suffix}`, { force: true });
  const fresh = openDatabase(inTheMaking(file), parts.ring);
  const salvaged = fresh.transaction(() => carryOver(fresh, parts)).immediate();
  fresh.close();
  const when = new Date(parts.nowMs).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const aside = join(dirname(file), `${basename(file)}.damaged-${when}`);
  for (const suffix of ['-wal', '-shm', ''])
    if (existsSync(`${file}${suffix}`)) renameSync(`${file}${suffix}`, `${aside}${suffix}`);
  renameSync(inTheMaking(file), file);
  synchroniseFolder(dirname(file));
  return salvaged;
}

type Stored = RowFacts & Sealed;
const COLUMNS = 'sequence, id, topic, saved_at_ms AS savedAtMs, key_id AS keyId, sealed';

function carryOver(fresh: Database, { file, ring, known, receipts, tombstone, nowMs }: SalvageParts): Salvaged {
  const insert = fresh.prepare<[number, string, string, number, number, Uint8Array]>(
    'INSERT INTO outbox (sequence, id, topic, saved_at_ms, key_id, sealed) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const mark = fresh.prepare<[number, string]>('UPDATE mark SET sequence = ? WHERE name = ?');
  const old = reading(file);
  const found = { ...known, ...old.marks() };
  const kept = new Set<number>();
  for (const row of old.rows(Math.max(found.last, known.last))) {
    if (!holds(ring, row)) continue;
    insert.run(row.sequence, row.id, row.topic, row.savedAtMs, row.keyId, row.sealed);
    kept.add(row.sequence);
  }
  const last = Math.max(known.last, found.last, ...[...kept].slice(-1));
  const acknowledged = Math.max(known.acknowledged, found.acknowledged);
  const receipted = Math.max(known.receipted, found.receipted);
  let missing = 0;
  for (let sequence = (receipts ? receipted : acknowledged) + 1; sequence <= last; sequence++) {
    if (kept.has(sequence)) continue;
    const { id, topic, payload } = tombstone(sequence);
    const facts = { sequence, id, topic, savedAtMs: nowMs };
    const { keyId, sealed } = sealRow(ring, facts, payload);
    insert.run(sequence, id, topic, nowMs, keyId, sealed);
    missing++;
  }
  for (const [name, sequence] of Object.entries({ last, acknowledged, receipted })) mark.run(sequence, name);
  const entry = fresh.prepare<[number, number, string, Uint8Array]>('INSERT INTO audit VALUES (?, ?, ?, ?)');
  for (const { n, atMs, text, hash } of old.audit()) entry.run(n, atMs, text, hash);
  const topic = fresh.prepare<[string]>('INSERT INTO retained (topic) VALUES (?)');
  for (const name of old.retained()) topic.run(name);
  old.close();
  return { rows: kept.size, missing };
}

function holds(ring: KeyRing, row: Stored): boolean {
  try {
    openRow(ring, row);
    return true;
  } catch {
    return false;
  }
}

const ROWS_AT_ONCE = 256;
/** No further back than this is looked for a row: more than a fortnight of a busy station. */
const SEARCHED = 500_000;

/** What can still be read of the file; what cannot is passed over, one number after the other. */
function reading(file: string) {
  const db = attempt(() => new SqliteDatabase(file, { readonly: true }));
  const all = <T>(sql: string, ...values: number[]): T[] | undefined =>
    attempt(() => db?.prepare<number[], T>(sql).all(...values));
  return {
    marks(): Partial<Known> {
      const marks = all<{ name: string; sequence: number }>('SELECT name, sequence FROM mark') ?? [];
      const newest = all<{ sequence: number }>('SELECT max(sequence) AS sequence FROM outbox')?.[0]?.sequence ?? 0;
      const read = Object.fromEntries(marks.map(({ name, sequence }) => [name, sequence]));
      return { ...read, last: Math.max(read.last ?? 0, newest) };
    },
    *rows(last: number): Generator<Stored> {
      let behind = Math.max(0, last - SEARCHED);
      while (behind < last) {
        const some = all<Stored>(
          `SELECT ${COLUMNS} FROM outbox WHERE sequence > ? AND sequence <= ? ORDER BY sequence`,
          behind,
          behind + ROWS_AT_ONCE,
        );
        if (some) yield* some;
        else {
          for (let sequence = behind + 1; sequence <= behind + ROWS_AT_ONCE; sequence++)
            yield* all<Stored>(`SELECT ${COLUMNS} FROM outbox WHERE sequence = ?`, sequence) ?? [];
        }
        behind += ROWS_AT_ONCE;
      }
    },
    /** From the first entry on, as far as it can be read. */
    *audit() {
      type Entry = { readonly n: number; readonly atMs: number; readonly text: string; readonly hash: Uint8Array };
      const sql = 'SELECT n, at_ms AS atMs, entry AS text, hash FROM audit WHERE n = ?';
      for (let n = 1; ; n++) {
        const entry = all<Entry>(sql, n)?.[0];
        if (!entry) return;
        yield entry;
      }
    },
    /** None where the table cannot be read, or is not there yet: what the station still has is remembered anew. */
    retained: (): string[] =>
      (all<{ topic: string }>('SELECT topic FROM retained ORDER BY n') ?? []).map(({ topic }) => topic),
    close: () => void attempt(() => db?.close()),
  };
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
