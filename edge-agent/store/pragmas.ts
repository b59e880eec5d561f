import type { Database } from 'better-sqlite3';
import { StoreError } from './store-error.ts';

/**
 * What durability and privacy rest on, each with the value that it reads back as. `synchronous` 2 is FULL: in WAL mode
 * better-sqlite3 is built to fall back to 1, NORMAL, with which a power cut takes the last commits. Without
 * `secure_delete` a deleted reading stays readable in the file.
 */
const PRAGMAS: readonly { readonly name: string; readonly set: string; readonly wanted: string | number }[] = [
  { name: 'journal_mode', set: 'WAL', wanted: 'wal' },
  { name: 'synchronous', set: 'FULL', wanted: 2 },
  { name: 'secure_delete', set: 'ON', wanted: 1 },
  { name: 'foreign_keys', set: 'ON', wanted: 1 },
  { name: 'trusted_schema', set: 'OFF', wanted: 0 },
  { name: 'cell_size_check', set: 'ON', wanted: 1 },
];

export function setPragmas(db: Database): void {
  for (const { name, set } of PRAGMAS) db.pragma(`${name} = ${set}`);
}

/** Throws a StoreError that names the first pragma that reads back differently. Asked after real statements have run. */
export function checkPragmas(db: Database): void {
  for (const { name, wanted } of PRAGMAS) {
    const found = db.pragma(name, { simple: true });
    if (found !== wanted) throw new StoreError('pragma', `${name} is ${String(found)}, wanted ${wanted}`);
  }
}
