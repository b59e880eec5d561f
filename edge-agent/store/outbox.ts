import { faultPoint } from '../fault-point.ts';
import type { Cancel, Clock } from '../ports.ts';
import type { Database } from './database.ts';
import { StoreError } from './store-error.ts';

/** An event on its way to the platform. The bytes are fixed when it is saved: every repeat is the same. */
export interface Message {
  readonly sequence: number;
  readonly topic: string;
  readonly payload: string;
}

export interface Outbox {
  /** Saves what happened, and its events, as one; returns after the synchronised commit. Throws when it cannot: then nothing is saved. */
  transaction<T>(save: () => T): T;
  /**
   * Only inside `transaction`. Gives the event the next sequence: from 1, +1 each, no gap, never used again. The number
   * is used up only if the transaction commits. An `id` that is already here throws.
   */
  add(id: string, topic: string, payload: (sequence: number) => string): number;
  /** Everything up to this sequence has the broker's PUBACK; 0 at first. */
  acknowledged(): number;
  /** Writes and synchronises as a save does, and saves nothing; throws when a save would fail. */
  trySave(): void;
  /** PUBACK seen for everything up to here. Never falls; costs the same however many it covers. */
  acknowledge(sequence: number): void;
  /** At most `limit` messages behind that sequence, in order. */
  after(sequence: number, limit: number): Message[];
  /** How many wait for their PUBACK. */
  depth(): number;
  /** When the oldest of those was saved, wall-clock milliseconds. */
  oldestSavedAt(): number | undefined;
  /** Removes what need not be kept any longer, at most 1000 rows a call, and says how many. */
  purge(): number;
  /** Told after each commit that added events, within the same turn. Must not throw. */
  onAdded(listener: () => void): Cancel;
}

interface Keeping {
  /** Days that a row is kept after its PUBACK. */
  readonly keepDays: number;
  readonly clock: Pick<Clock, 'wall'>;
}

const DAY_MS = 86_400_000;
const PURGE_ROWS = 1000;
/** What `PRAGMA synchronous` reads back as. */
const FULL = 2;

/** Events that must reach the platform, in one strict order, kept until it has them. `db` runs with synchronous = FULL. */
export function openOutbox(db: Database, { keepDays, clock }: Keeping): Outbox {
  const count = db
    .prepare<[], number>("UPDATE mark SET sequence = sequence + 1 WHERE name = 'last' RETURNING sequence")
    .pluck();
  const touch = db.prepare("UPDATE mark SET sequence = sequence WHERE name = 'last'");
  const insert = db.prepare<[number, string, string, string, number]>(
    'INSERT INTO outbox (sequence, id, topic, payload, saved_at_ms) VALUES (?, ?, ?, ?, ?)',
  );
  const mark = db.prepare<[string], number>('SELECT sequence FROM mark WHERE name = ?').pluck();
  const raise = db.prepare<[number, number]>(
    "UPDATE mark SET sequence = ? WHERE name = 'acknowledged' AND sequence < ?",
  );
  const note = db.prepare<[number, number]>('INSERT INTO acknowledgement (sequence, at_ms) VALUES (?, ?)');
  const behind = db.prepare<[number, number], Message>(
    'SELECT sequence, topic, payload FROM outbox WHERE sequence > ? ORDER BY sequence LIMIT ?',
  );
  const savedAt = db.prepare<[number], number>('SELECT saved_at_ms FROM outbox WHERE sequence = ?').pluck();
  const due = db.prepare<[number], number | null>('SELECT max(sequence) FROM acknowledgement WHERE at_ms <= ?').pluck();
  const dropRows = db.prepare<[number, number]>(
    'DELETE FROM outbox WHERE sequence IN (SELECT sequence FROM outbox WHERE sequence <= ? ORDER BY sequence LIMIT ?)',
  );
  const dropNotes = db.prepare<[number]>(
    'DELETE FROM acknowledgement WHERE sequence < coalesce((SELECT min(sequence) FROM outbox), ?)',
  );
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  const there = (sequence: number | undefined): number => {
    if (sequence === undefined) throw new StoreError('damaged', 'a mark is missing');
    return sequence;
  };
  const read = (name: 'last' | 'acknowledged'): number => there(mark.get(name));

  const listeners = new Set<() => void>();
  let added = false;
  /** Does a commit reach the disk before it returns? Read back whenever it has been changed. */
  let full = true;
  const raiseMark = db.transaction((sequence: number) => {
    if (sequence > read('last')) throw new StoreError('misuse', 'acknowledged beyond the last event');
    if (raise.run(sequence, sequence).changes > 0) note.run(sequence, clock.wall());
  });
  const drop = db.transaction((sequence: number): number => {
    const { changes } = dropRows.run(sequence, PURGE_ROWS);
    dropNotes.run(sequence + 1);
    return changes;
  });

  /** better-sqlite3's own `transaction` makes new functions at every call: a tenth of a commit's time. */
  const committed = <T>(save: () => T): T => {
    if (!full) throw new StoreError('pragma', 'synchronous is not FULL at a save');
    begin.run();
    try {
      const result = save();
      faultPoint('inside save');
      commit.run();
      return result;
    } catch (error) {
      if (db.inTransaction) rollback.run(); // some failures, a full disk for one, have rolled back already
      throw error;
    }
  };

  return {
    transaction(save) {
      if (db.inTransaction) throw new StoreError('misuse', 'a transaction is already open');
      added = false;
      faultPoint('before save');
      const result = committed(save);
      faultPoint('after save');
      if (added) for (const listener of listeners) listener();
      return result;
    },
    add(id, topic, payload) {
      if (!db.inTransaction) throw new StoreError('misuse', 'an event is saved together with what happened');
      const sequence = there(count.get());
      insert.run(sequence, id, topic, payload(sequence), clock.wall());
      added = true;
      return sequence;
    },
    trySave: () => void committed(() => touch.run()),
    acknowledged: () => read('acknowledged'),
    acknowledge(sequence) {
      // A mark that a power cut takes away costs repeats and no reading: it need not wait for the disk.
      // Compiled anew each time: a pragma acts when it is compiled, so that a kept statement acts now and then.
      full = false;
      db.pragma('synchronous = NORMAL');
      try {
        raiseMark.immediate(sequence);
      } finally {
        db.pragma('synchronous = FULL');
        full = db.pragma('synchronous', { simple: true }) === FULL;
      }
    },
    after: (sequence, limit) => behind.all(sequence, limit),
    depth: () => read('last') - read('acknowledged'),
    oldestSavedAt: () => savedAt.get(read('acknowledged') + 1),
    purge() {
      const purged = drop.immediate(due.get(clock.wall() - keepDays * DAY_MS) ?? 0);
      // What secure_delete wiped in the file still stands in the log beside it until that is emptied too.
      if (purged > 0) db.pragma('wal_checkpoint(TRUNCATE)');
      return purged;
    },
    onAdded(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
