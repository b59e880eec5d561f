import type { Clock } from '../ports.ts';
import type { Database } from './database.ts';
import type { Floor } from './floor.ts';
import type { Reached } from './reached.ts';
import { StoreError } from './store-error.ts';

const DAY_MS = 86_400_000;
const PURGE_ROWS = 1000;
/** What `PRAGMA synchronous` reads back as. */
const FULL = 2;

export interface Keeping {
  /** Days that a row is kept after it is settled: after its receipt, or its PUBACK where no receipts are given. */
  readonly keepDays: number;
  readonly receipts: boolean;
  readonly clock: Clock;
  /** Covers each number before it is given, outside the database. */
  readonly floor?: Pick<Floor, 'cover'>;
  /** Told after each commit how far it came, outside the database. */
  readonly reached?: Pick<Reached, 'note'>;
}

/** How far the outbox has come: the last sequence given, the broker's word, the platform's; and what may go after them. */
export function openMarks(db: Database, { keepDays, receipts, clock }: Keeping) {
  const markOf = db.prepare<[string], number>('SELECT sequence FROM mark WHERE name = ?').pluck();
  const raise = db.prepare<[number, string, number]>('UPDATE mark SET sequence = ? WHERE name = ? AND sequence < ?');
  const lastGiven = db
    .prepare<[], number | null>(
      "SELECT max(coalesce((SELECT max(sequence) FROM outbox), 0), (SELECT sequence FROM mark WHERE name = 'last'))",
    )
    .pluck();
  // The size of a large event, and gone again within its own transaction.
  const trial = db.prepare("INSERT INTO outbox VALUES (-1, '', '', 0, 0, zeroblob(8192))");
  const endTrial = db.prepare('DELETE FROM outbox WHERE sequence = -1');
  const note = db.prepare<[number, number]>('INSERT OR IGNORE INTO settlement (sequence, at_ms) VALUES (?, ?)');
  const due = db.prepare<[number], number | null>('SELECT max(sequence) FROM settlement WHERE at_ms <= ?').pluck();
  const dropRows = db.prepare<[number, number]>(
    'DELETE FROM outbox WHERE sequence IN (SELECT sequence FROM outbox WHERE sequence <= ? ORDER BY sequence LIMIT ?)',
  );
  const dropNotes = db.prepare<[number]>(
    'DELETE FROM settlement WHERE sequence < coalesce((SELECT min(sequence) FROM outbox), ?)',
  );
  // A row that was set aside is kept no longer than its tombstone: it holds a person's values too.
  const dropAside = db.prepare<[number]>(
    'DELETE FROM aside WHERE sequence < coalesce((SELECT min(sequence) FROM outbox), ?)',
  );
  const found = (sequence: number | null | undefined): number => {
    if (typeof sequence !== 'number') throw new StoreError('damaged', 'a mark is missing');
    return sequence;
  };
  const read = (name: 'acknowledged' | 'receipted'): number => found(markOf.get(name));
  /** As the database has it, or as this process's own open transaction would; unknown again when that is undone. */
  let known: number | undefined;
  const last = (): number => {
    known ??= found(lastGiven.get());
    return known;
  };

  /** Does a commit reach the disk before it returns? Read back whenever it has been changed. */
  let full = true;
  /** Of this process; the disk may be behind when it refuses to be written. */
  let receipted = read('receipted');
  let acknowledged = Math.max(read('acknowledged'), receipted); // a power cut may take the one, never the other

  /** What is settled is noted in the same commit: from here on its days count. */
  const write = db.transaction((name: 'acknowledged' | 'receipted', sequence: number, settles: boolean) => {
    const { changes } = raise.run(sequence, name, sequence);
    if (changes > 0 && settles) note.run(sequence, clock.wall());
  });
  const drop = db.transaction((sequence: number): number => {
    raise.run(last(), 'last', last()); // the newest row may go, its number must not come back
    const { changes } = dropRows.run(sequence, PURGE_ROWS);
    dropAside.run(sequence + 1);
    dropNotes.run(sequence + 1);
    return changes;
  });

  return {
    /** The last sequence given to an event; 0 at first. */
    last,
    given(sequence: number): void {
      known = sequence;
    },
    /** What was given since the last commit was not. */
    takeBack(): void {
      known = undefined;
    },
    tryOut(): void {
      trial.run();
      endTrial.run();
    },
    assertFull() {
      if (!full) throw new StoreError('pragma', 'synchronous is not FULL at a save');
    },
    acknowledged: () => acknowledged,
    /** False when the disk refuses it: it holds for this process all the same, and is tried again with the next. */
    acknowledge(sequence: number): boolean {
      if (sequence > last()) throw new StoreError('misuse', 'acknowledged beyond the last event');
      acknowledged = Math.max(acknowledged, sequence);
      // A mark that a power cut takes away costs repeats and no reading: it need not wait for the disk.
      // Compiled anew each time: a pragma acts when it is compiled, so that a kept statement acts now and then.
      full = false;
      db.pragma('synchronous = NORMAL');
      try {
        write.immediate('acknowledged', acknowledged, !receipts);
        return true;
      } catch {
        return false;
      } finally {
        db.pragma('synchronous = FULL');
        full = db.pragma('synchronous', { simple: true }) === FULL;
      }
    },
    receipted: () => receipted,
    receipt(sequence: number): void {
      if (sequence > acknowledged) throw new StoreError('misuse', 'receipted beyond what is acknowledged');
      write.immediate('receipted', sequence, receipts);
      receipted = Math.max(receipted, sequence);
    },
    /** Without a receipt nothing leaves a station that is given receipts, whatever was settled before it was. */
    purge(): number {
      const settled = due.get(clock.wall() - keepDays * DAY_MS) ?? 0;
      const purged = drop.immediate(receipts ? Math.min(settled, receipted) : settled);
      // What secure_delete wiped in the file still stands in the log beside it until that is emptied too.
      if (purged > 0) db.pragma('wal_checkpoint(TRUNCATE)');
      return purged;
    },
  };
}
