import { readdirSync, readFileSync } from 'node:fs';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { checkPragmas, setPragmas } from './pragmas.ts';
import { StoreError } from './store-error.ts';

export type { Database } from 'better-sqlite3';

const MIGRATIONS = new URL('migrations/', import.meta.url);

/**
 * Opens, or makes, the station's one database: pragmas set, schema brought up to date, pragmas read back. Throws a
 * StoreError, with the file closed again, when a pragma does not hold or the file is from a newer version; nothing is
 * written to such a file.
 */
export function openDatabase(file: string): Database {
  const db = new SqliteDatabase(file);
  try {
    refuseNewer(db);
    setPragmas(db);
    migrate(db);
    checkPragmas(db);
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

function refuseNewer(db: Database): void {
  const found = schemaVersion(db);
  if (found > migrations.length) {
    throw new StoreError('newer-schema', `the file has schema ${found}, this program knows up to ${migrations.length}`);
  }
}

/** Each step and its number commit together, so that a kill leaves the file before or behind it, never within. */
function migrate(db: Database): void {
  const step = db.transaction((sql: string, version: number) => {
    db.exec(sql);
    db.pragma(`user_version = ${version}`);
  });
  migrations.slice(schemaVersion(db)).forEach((sql, index, { length }) => {
    step.immediate(sql, migrations.length - length + index + 1);
  });
}
