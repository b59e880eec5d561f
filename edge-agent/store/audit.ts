import { createHash } from 'node:crypto';
import SqliteDatabase from 'better-sqlite3';
import type { Clock } from '../ports.ts';
import type { AuditFacts, AuditWhat } from './audit-entry.ts';
import type { Database } from './database.ts';
import { StoreError } from './store-error.ts';

/** What the whole audit comes to: who has it can tell later whether anything up to there was changed. */
export interface Head {
  readonly entries: number;
  /** The hash of the newest entry, SHA-256 in hex; 64 zeros while there is none. */
  readonly head: string;
}

export interface Broken {
  /** The first entry that does not hold. */
  readonly n: number;
  /**
   * `changed`: it, or the order, is not what was written. `missing`: there is none of this number. `cut off`: the anchor
   * knows more entries. `another history`: the chain holds, but it is not the one that the anchor was taken from.
   */
  readonly why: 'changed' | 'missing' | 'cut off' | 'another history' | 'unreadable';
}

/** What happened to this station, in a chain that cannot be changed without being found out. */
export interface Audit {
  /** Only inside a transaction of the outbox or behind its `later`: an act and its record are saved together or not at all. */
  append<W extends AuditWhat>(what: W, facts: AuditFacts[W]): void;
  head(): Head;
  /**
   * Undefined when all holds. Without an anchor from outside this file, whoever writes the file can compute a whole new
   * chain, or leave out its end. `newest`: look at so many entries only, from the end.
   */
  verify(anchor?: Head, newest?: number): Broken | undefined;
}

interface Row {
  readonly n: number;
  readonly atMs: number;
  readonly entry: string;
  readonly hash: Uint8Array;
}

const BEFORE_ALL = new Uint8Array(32);

/** The hash before, then `n|at_ms|entry` in UTF-8: two numbers in decimal, so that no two entries read the same. */
const hashOf = (before: Uint8Array, { n, atMs, entry }: Omit<Row, 'hash'>): Buffer =>
  createHash('sha256').update(before).update(`${n}|${atMs}|${entry}`).digest();

const hex = (hash: Uint8Array): string => Buffer.from(hash).toString('hex');

export function openAudit(db: Database, clock: Pick<Clock, 'wall'>): Audit {
  const insert = db.prepare<[number, number, string, Uint8Array]>(
    'INSERT INTO audit (n, at_ms, entry, hash) VALUES (?, ?, ?, ?)',
  );
  const newestRow = db.prepare<[], { n: number; hash: Uint8Array }>(
    'SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1',
  );
  const hashAt = db.prepare<[number], Uint8Array>('SELECT hash FROM audit WHERE n = ?').pluck();
  const behind = db.prepare<[number], Row>('SELECT n, at_ms AS atMs, entry, hash FROM audit WHERE n > ? ORDER BY n');
  /** As committed; a transaction that is open may still be rolled back, so nothing is remembered of it. */
  let known: Head | undefined;

  const last = (): { readonly n: number; readonly hash: Uint8Array } => newestRow.get() ?? { n: 0, hash: BEFORE_ALL };
  const readHead = (): Head => {
    const { n, hash } = last();
    return { entries: n, head: hex(hash) };
  };

  function firstBroken(anchor: Head | undefined, newest: number): Broken | undefined {
    const { n: entries } = last();
    const from = Math.max(0, entries - newest);
    let before = from === 0 ? BEFORE_ALL : hashAt.get(from);
    if (!before) return { n: from, why: 'missing' };
    let n = from;
    for (const row of behind.iterate(from === 0 ? Number.MIN_SAFE_INTEGER : from)) {
      n++;
      if (row.n > n) return { n, why: 'missing' };
      if (row.n < n || !hashOf(before, row).equals(row.hash)) return { n: row.n, why: 'changed' };
      before = row.hash;
    }
    if (!anchor || anchor.entries === 0) return undefined;
    if (entries < anchor.entries) return { n: entries + 1, why: 'cut off' };
    const then = hashAt.get(anchor.entries);
    return then && hex(then) === anchor.head ? undefined : { n: anchor.entries, why: 'another history' };
  }

  return {
    append(what, facts) {
      if (!db.inTransaction) throw new StoreError('misuse', 'an audit entry is saved together with what happened');
      known = undefined;
      const { n, hash } = last();
      const row = { n: n + 1, atMs: clock.wall(), entry: JSON.stringify({ what, ...facts }) };
      insert.run(row.n, row.atMs, row.entry, hashOf(hash, row));
    },
    head() {
      if (db.inTransaction) return readHead();
      known ??= readHead();
      return known;
    },
    verify(anchor, newest = Number.POSITIVE_INFINITY) {
      try {
        return firstBroken(anchor, newest);
      } catch (error) {
        if (error instanceof SqliteDatabase.SqliteError) return { n: 0, why: 'unreadable' };
        throw error;
      }
    },
  };
}
