import SqliteDatabase from 'better-sqlite3';
import { SqliteDialect } from 'kysely';

/** What a receipt rests on: 2 is FULL, and in WAL mode better-sqlite3 would fall back to NORMAL. */
const PRAGMAS = [
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'FULL', 2],
  ['secure_delete', 'ON', 1],
  ['foreign_keys', 'ON', 1],
  ['trusted_schema', 'OFF', 0],
] as const;

/** The console's connection can write too: an acknowledgement is a row. Throws where a pragma does not read back. */
export function openSqlite(file: string, _role?: 'console'): SqliteDialect {
  const database = new SqliteDatabase(file);
  for (const [name, set] of PRAGMAS) database.pragma(`${name} = ${set}`);
  database.pragma('busy_timeout = 5000');
  for (const [name, , wanted] of PRAGMAS) {
    const found = database.pragma(name, { simple: true });
    if (found !== wanted) throw new Error(`${name} is ${String(found)}, wanted ${wanted}`);
  }
  return new SqliteDialect({ database });
}
