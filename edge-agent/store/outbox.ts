import SqliteDatabase from 'better-sqlite3';
import { faultPoint } from '../fault-point.ts';
import type { Cancel } from '../ports.ts';
import type { Database } from './database.ts';
import type { KeyRing } from './key-ring.ts';
import { type Keeping, openMarks } from './marks.ts';
import { openRow, type RowFacts, type Sealed, sealRow } from './sealed-row.ts';
import { StoreError } from './store-error.ts';

/** An event on its way to the platform. The bytes are fixed when it is saved: every repeat is the same. */
export interface Message {
  readonly sequence: number;
  readonly topic: string;
  readonly payload: string;
}

/** A row whose bytes are no longer what was saved. */
export interface Damaged {
  readonly sequence: number;
  readonly damaged: true;
}

export type Row = Message | Damaged;

/** What takes the place of a row that can never be sent as it is. */
export interface Tombstone {
  readonly id: string;
  readonly topic: string;
  readonly payload: string;
}

export interface Outbox {
  /** Saves what happened, and its events, as one; returns after the synchronised commit. Throws when it cannot: then nothing is saved. */
  transaction<T>(save: () => T): T;
  /**
   * For what nobody waits for: `save` runs together with others of the kind in one commit, ahead of the next
   * transaction or a fifth of a second from now. Lost with a kill before that; must not throw.
   */
  later(save: () => void): void;
  /**
   * Only inside a transaction. Gives the event the next sequence: from 1, +1 each, no gap, never used again. The number
   * is used up only if the transaction commits.
   */
  add(id: string, topic: string, payload: (sequence: number) => string): number;
  /** Everything up to this sequence has the broker's PUBACK; 0 at first. Known to this process even where the disk refused the mark. */
  acknowledged(): number;
  /** PUBACK seen for everything up to here. Never falls; costs the same however many it covers. Throws only when it is beyond the last event. */
  acknowledge(sequence: number): void;
  /** Everything up to this sequence is in the platform's own database; 0 at first, and for ever where no receipts are given. */
  receipted(): number;
  /** The platform says so, and was believed. Never falls. Throws when it is not acknowledged, or not on disk. */
  receipt(sequence: number): void;
  /** Writes and synchronises as a save does, and saves nothing; throws when a save would fail. */
  trySave(): void;
  /** At most `limit` rows behind that sequence, in order. */
  after(sequence: number, limit: number): Row[];
  /**
   * Keeps the row for those who look into it, for as long as the tombstone that gets its place and its sequence. Once
   * only: a second time throws.
   */
  setAside(
    sequence: number,
    why: string,
    tombstone: (row: { readonly id: string; readonly topic: string }) => Tombstone,
  ): void;
  /** How many wait for their PUBACK. */
  depth(): number;
  /** When the oldest of those was saved, wall-clock milliseconds. */
  oldestSavedAt(): number | undefined;
  /** When the newest row was saved, wall-clock milliseconds; undefined in an empty store. */
  newestSavedAt(): number | undefined;
  /** Removes what need not be kept any longer, at most 1000 rows a call, and says how many. */
  purge(): number;
  /** Told after each commit that added events, within the same turn. Must not throw. */
  onAdded(listener: () => void): Cancel;
  /** Told when the disk refuses what nobody waits for. Must not throw. */
  onTrouble(listener: () => void): Cancel;
  /** Saves what is still put off, as far as the disk allows. */
  close(): void;
}

type Stored = RowFacts & Sealed;

/** So long an event may wait for company when nobody waits for it. */
const GROUP_WITHIN_MS = 200;
const TRY_AGAIN_MS = 5000;
const COLUMNS = 'sequence, id, topic, saved_at_ms AS savedAtMs, key_id AS keyId, sealed';

/** Events that must reach the platform, in one strict order, kept until it has them. `db` runs with synchronous = FULL. */
export function openOutbox(db: Database, ring: KeyRing, keeping: Keeping): Outbox {
  const { clock, floor, reached } = keeping;
  const marks = openMarks(db, keeping);
  const insert = db.prepare<[number, string, string, number, number, Uint8Array]>(
    'INSERT INTO outbox (sequence, id, topic, saved_at_ms, key_id, sealed) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const behind = db.prepare<[number, number], Stored>(
    `SELECT ${COLUMNS} FROM outbox WHERE sequence > ? ORDER BY sequence LIMIT ?`,
  );
  const one = db.prepare<[number], Stored>(`SELECT ${COLUMNS} FROM outbox WHERE sequence = ?`);
  const lay = db.prepare<[string, number, number]>(
    'INSERT INTO aside SELECT sequence, id, topic, saved_at_ms, key_id, sealed, ?, ? FROM outbox WHERE sequence = ?',
  );
  const laid = db.prepare<[number], { id: string; topic: string }>('SELECT id, topic FROM aside WHERE sequence = ?');
  const drop = db.prepare<[number]>('DELETE FROM outbox WHERE sequence = ?');
  const savedAt = db
    .prepare<[number], number>('SELECT saved_at_ms FROM outbox WHERE sequence > ? ORDER BY sequence')
    .pluck();
  const newest = db.prepare<[], number>('SELECT saved_at_ms FROM outbox ORDER BY sequence DESC LIMIT 1').pluck();
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');

  const addedListeners = new Set<() => void>();
  const troubleListeners = new Set<() => void>();
  const tellAll = (listeners: ReadonlySet<() => void>): void => {
    for (const listener of listeners) listener();
  };
  /** The last sequence that the transaction gave; 0 when it gave none. */
  let added = 0;
  let putOff: (() => void)[] = [];
  let cancelGroup: Cancel | undefined;

  /**
   * A commit has failed: what stood in the log before it may be gone from the disk, though it reads as if it were there.
   * At first too: nobody knows what the process before this one died of.
   */
  let logInDoubt = true;
  /**
   * After a synchronising that failed Linux takes the pages for clean, those of a mark that was not waited for as well: the
   * next synchronising succeeds without them, and a log with a hole ends there after a power cut. So the log is
   * emptied into the database, out of what can still be read, before anything more is promised.
   */
  const renewLog = (): void => {
    if (db.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) !== 0) {
      throw new StoreError('damaged', 'the log cannot be emptied after a commit that failed');
    }
    logInDoubt = false;
  };
  /** For every commit that waits for the disk, the marks' own as well. */
  const synchronised = <T>(write: () => T): T => {
    if (logInDoubt) renewLog();
    try {
      return write();
    } catch (error) {
      logInDoubt ||= isOfTheDisk(error);
      throw error;
    }
  };
  /** better-sqlite3's own `transaction` makes new functions at every call: a tenth of a commit's time. */
  const committed = <T>(save: () => T): T => {
    marks.assertFull();
    return synchronised(() => {
      begin.run();
      try {
        const result = save();
        faultPoint('inside save');
        commit.run();
        return result;
      } catch (error) {
        marks.takeBack();
        if (db.inTransaction) rollback.run(); // some failures, a full disk for one, have rolled back already
        throw error;
      }
    });
  };
  const put = (facts: RowFacts, payload: string): void => {
    const { keyId, sealed } = sealRow(ring, facts, payload);
    insert.run(facts.sequence, facts.id, facts.topic, facts.savedAtMs, keyId, sealed);
  };

  const outbox: Outbox = {
    transaction(save) {
      saveGroup(); // it happened before
      return saved(save);
    },
    later(save) {
      putOff.push(save);
      cancelGroup ??= clock.at(clock.now() + GROUP_WITHIN_MS, saveGroup);
    },
    add(id, topic, payload) {
      if (!db.inTransaction) throw new StoreError('misuse', 'an event is saved together with what happened');
      const sequence = marks.last() + 1;
      floor?.cover(sequence, { acknowledged: marks.acknowledged(), receipted: marks.receipted() });
      put({ sequence, id, topic, savedAtMs: clock.wall() }, payload(sequence));
      marks.given(sequence);
      added = sequence;
      return sequence;
    },
    acknowledged: marks.acknowledged,
    acknowledge(sequence) {
      if (!marks.acknowledge(sequence)) tellAll(troubleListeners);
    },
    receipted: marks.receipted,
    receipt: (sequence) => synchronised(() => marks.receipt(sequence)),
    trySave: () => void committed(marks.tryOut),
    after: (sequence, limit) => behind.all(sequence, limit).map((row) => read(ring, row)),
    setAside(sequence, why, tombstone) {
      committed(() => {
        const row = one.get(sequence);
        if (!row) throw new StoreError('misuse', 'there is no such row');
        const first = why === 'damaged' ? laid.get(sequence) : undefined; // the tombstone itself is damaged: another for the same event
        const { id, topic, payload } = tombstone(first ?? row);
        if (!first) lay.run(why, clock.wall(), sequence); // refuses a second one of the same sequence
        drop.run(sequence);
        put({ sequence, id, topic, savedAtMs: row.savedAtMs }, payload);
      });
    },
    depth: () => marks.last() - marks.acknowledged(),
    oldestSavedAt: () => savedAt.get(marks.acknowledged()),
    newestSavedAt: () => newest.get(),
    purge: () => synchronised(marks.purge),
    onAdded: (listener) => subscribe(addedListeners, listener),
    onTrouble: (listener) => subscribe(troubleListeners, listener),
    close() {
      saveGroup();
      cancelGroup?.();
    },
  };
  function saved<T>(save: () => T): T {
    if (db.inTransaction) throw new StoreError('misuse', 'a transaction is already open');
    added = 0;
    faultPoint('before save');
    const result = committed(save);
    if (added > 0) reached?.note(added);
    faultPoint('after save');
    if (added > 0) tellAll(addedListeners);
    return result;
  }
  /** In a commit of its own: what nobody waits for must not take a reading down with it. */
  function saveGroup(): void {
    if (putOff.length === 0 || db.inTransaction) return;
    cancelGroup?.();
    cancelGroup = undefined;
    const group = putOff;
    putOff = [];
    try {
      saved(() => {
        for (const save of group) save();
      });
    } catch {
      putOff = [...group, ...putOff];
      tellAll(troubleListeners);
      cancelGroup ??= clock.at(clock.now() + TRY_AGAIN_MS, saveGroup);
    }
  }
  return outbox;
}

function read(ring: KeyRing, row: Stored): Row {
  const { sequence, topic } = row;
  try {
    return { sequence, topic, payload: openRow(ring, row) };
  } catch (error) {
    if (error instanceof StoreError && error.code === 'damaged') return { sequence, damaged: true };
    throw error;
  }
}

/** A full disk is another matter: what it refuses was never taken. */
const isOfTheDisk = (error: unknown): boolean =>
  error instanceof SqliteDatabase.SqliteError && error.code.startsWith('SQLITE_IOERR');

const subscribe = (listeners: Set<() => void>, listener: () => void): Cancel => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
