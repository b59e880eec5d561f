import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import type { KeyRing } from './key-ring.ts';
import { checkPragmas, setPragmas } from './pragmas.ts';
import { sealRow } from './sealed-row.ts';
import { StoreError } from './store-error.ts';
import { synchroniseFolder } from './whole-file.ts';

export type { Database } from 'better-sqlite3';

const MIGRATIONS = new URL('migrations/', import.meta.url);

/**
 * Opens, or makes, the station's one database: pragmas set, schema brought up to date (rows of text sealed), pragmas read back. Throws a
 * StoreError, with the file closed again, when a pragma does not hold or the file is from a newer version; nothing is
 * written to such a file.
 */
export function openDatabase(file: string, ring: Pick<KeyRing, 'current'>): Database {
  const db = new SqliteDatabase(file);
  try {
    refuseNewer(db);
    setPragmas(db);
    migrate(db, ring);
    checkPragmas(db);
    // The log's name too must outlast the power. SQLite passes over a folder that could not be synchronised; a start does not.
    synchroniseFolder(dirname(file));
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Numbered from 001 without gaps; forward only. A released one is never edited: write the next. */
const migrations = readdirSync(MIGRATIONS)
  .filter((name) => name.endsWith('.sql'))
  .sort()
  .map((name) => readFileSync(new URL(name, MIGRATIONS), 'utf8'));

const schemaVersion = (db: Database): number => Number(db.pragma('user_version', { simple: true }));

/** False of a file that is from another version of this program, or empty. */
export const isOfThisSchema = (db: Database): boolean => schemaVersion(db) === migrations.length;

function refuseNewer(db: Database): void {
  const found = schemaVersion(db);
  if (found > migrations.length) {
    throw new StoreError('newer-schema', `the file has schema ${found}, this program knows up to ${migrations.length}`);
  }
}

/** Each step and its number commit together, so that a kill leaves the file before or behind it, never within. */
function migrate(db: Database, ring: Pick<KeyRing, 'current'>): void {
  const from = schemaVersion(db);
  if (from === migrations.length) return;
  sealingFunctions(db, ring);
  const step = db.transaction((sql: string, version: number) => {
    db.exec(sql);
    db.pragma(`user_version = ${version}`);
  });
  migrations.slice(from).forEach((sql, index) => {
    step.immediate(sql, from + index + 1);
  });
  if (from > 0) db.pragma('wal_checkpoint(TRUNCATE)'); // what a step has wiped in the file stands in the log beside it still
}

/** For the step that seals what earlier versions kept as text. */
function sealingFunctions(db: Database, ring: Pick<KeyRing, 'current'>): void {
  db.function('seal_key', () => ring.current.id);
  db.function('seal_row', (sequence: unknown, id: unknown, topic: unknown, savedAtMs: unknown, payload: unknown) => {
    const facts = { sequence: Number(sequence), id: String(id), topic: String(topic), savedAtMs: Number(savedAtMs) };
    return sealRow(ring, facts, String(payload)).sealed;
  });
}
