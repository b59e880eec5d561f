import type { Database } from './database.ts';
import { StoreError } from './store-error.ts';

/** Points that pass from one account to another, because of one event. */
export interface Posting {
  /** The id of the event that they are for. */
  readonly event: string;
  readonly giver: string;
  readonly taker: string;
  /** A whole number, above 0. */
  readonly points: number;
  /** The list of prices by which they were reckoned. */
  readonly prices: string;
  readonly atMs: number;
}

/**
 * Points by double entry: nothing is made and nothing lost, it only changes hands. Append only; the balance of an account
 * is the sum of its postings, and of all accounts together 0.
 */
export interface Ledger {
  /**
   * Only inside a transaction of the outbox. Throws a StoreError `misuse` when the event has a posting already, or the giver
   * has not got so many: only the city gives what it has not.
   */
  post(posting: Posting): void;
  balance(account: string): number;
  /** Of one event. */
  of(event: string): Posting | undefined;
  /** Of everything: 0. */
  sum(): number;
}

/** Gives the points that are earned; what it has given is how far it is below 0. */
export const CITY = 'city';

const COLUMNS = 'event, giver, taker, points, prices, at_ms AS atMs';

export function openLedger(db: Database): Ledger {
  const insert = db.prepare<[string, string, string, number, string, number]>(
    `INSERT INTO posting (n, event, giver, taker, points, prices, at_ms)
      VALUES ((SELECT coalesce(max(n), 0) + 1 FROM posting), ?, ?, ?, ?, ?, ?)`,
  );
  const taken = db.prepare<[string], number>('SELECT coalesce(sum(points), 0) FROM posting WHERE taker = ?').pluck();
  const given = db.prepare<[string], number>('SELECT coalesce(sum(points), 0) FROM posting WHERE giver = ?').pluck();
  const one = db.prepare<[string], Posting>(`SELECT ${COLUMNS} FROM posting WHERE event = ?`);
  const sum = db.prepare<[], number>('SELECT coalesce(sum(points), 0) FROM ledger').pluck();
  const balance = (account: string): number => (taken.get(account) ?? 0) - (given.get(account) ?? 0);

  return {
    post({ event, giver, taker, points, prices, atMs }) {
      if (!db.inTransaction) throw new StoreError('misuse', 'points are posted together with what they are for');
      if (one.get(event)) throw new StoreError('misuse', 'this event has its posting');
      if (giver !== CITY && balance(giver) < points) throw new StoreError('misuse', 'the giver has not got so many');
      insert.run(event, giver, taker, points, prices, atMs);
    },
    balance,
    of: (event) => one.get(event),
    sum: () => sum.get() ?? 0,
  };
}
