import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseIn, fill, openStore } from './event.ts';

const folders = new Map<string, string>();
let root: string | undefined;

/**
 * A folder of records with so many events queued, made once and gone with the process: a million takes half a minute.
 * Whoever writes there takes care that the next one does not mind.
 */
export function aBacklog(events: number, bytes: string): string {
  const name = `${events}-of-${bytes.length}`;
  const made = folders.get(name);
  if (made !== undefined) return made;
  if (root === undefined) {
    const path = mkdtempSync(join(tmpdir(), 'yike-bench-backlog-'));
    process.once('exit', () => rmSync(path, { recursive: true }));
    root = path;
  }
  const folder = join(root, name);
  mkdirSync(folder, { mode: 0o700 });
  const store = openStore(databaseIn(folder));
  fill(store, events, bytes);
  store.db.pragma('wal_checkpoint(TRUNCATE)');
  store.db.close();
  folders.set(name, folder);
  return folder;
}
