import { hash } from 'node:crypto';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { openStore, type Store } from '../../../edge-agent/store/store.ts';
import { aFakeClock } from '../../fake-clock.ts';
import type { Word } from './word.ts';

export interface Verdict {
  /** Confirmed events that are not there, and holes between those that are. */
  readonly lost: number;
  /** Events whose bytes are not those that were confirmed. */
  readonly corrupt: number;
  /** Does the next event get a number that was given, and confirmed, before? */
  readonly reused: boolean;
  /** Does the store not open, or SQLite not find its own file whole, or say a mark what was never said? */
  readonly damaged: boolean;
}

/**
 * Opens the store of that folder as the station does after a power cut, and holds it to the word that was given. `later`: all
 * that the process said to its end, for events that were saved and not confirmed yet.
 */
export function judge(folder: string, word: Word, later: Word): Verdict {
  const highest = Math.max(0, ...word.saved.keys());
  let store: Store;
  try {
    store = openStore({ folder, keepDays: 7, receipts: true, clock: aFakeClock() });
  } catch {
    const owed = [...word.saved.keys()].filter((sequence) => sequence > word.purged).length;
    return { lost: owed, corrupt: 0, reused: false, damaged: true };
  }
  const { outbox } = store;
  try {
    const rows = outbox.after(0, 1e6);
    const first = rows[0]?.sequence ?? Math.max(highest, word.purged) + 1;
    const end = Math.max(highest, rows.at(-1)?.sequence ?? 0);
    const there = new Set(rows.map(({ sequence }) => sequence));
    let lost = 0;
    for (let sequence = Math.min(first, word.purged + 1); sequence <= end; sequence++) {
      if (!there.has(sequence)) lost++;
    }
    const corrupt = rows.filter((row) => {
      const wanted = word.saved.get(row.sequence) ?? later.saved.get(row.sequence);
      return 'damaged' in row || (wanted !== undefined && hash('sha256', row.payload) !== wanted);
    }).length;
    const marks = outbox.acknowledged() <= word.acknowledged && outbox.receipted() <= word.receipted;
    const reused = outbox.transaction(() => outbox.add('next', 'topic', () => 'next')) <= highest;
    store.close();
    return { lost, corrupt, reused, damaged: !marks || !isWhole(join(folder, 'yike.db')) };
  } catch {
    store.close();
    return { lost: 0, corrupt: 0, reused: false, damaged: true };
  }
}

function isWhole(file: string): boolean {
  const db = new SqliteDatabase(file, { readonly: true });
  try {
    return db.pragma('quick_check', { simple: true }) === 'ok';
  } finally {
    db.close();
  }
}
