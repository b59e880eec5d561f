import type { Cancel, Clock } from '../ports.ts';
import type { Audit } from './audit.ts';
import type { Database } from './database.ts';
import type { KeyRing } from './key-ring.ts';
import type { Outbox } from './outbox.ts';
import { openRow, type RowFacts, type Sealed, sealRow } from './sealed-row.ts';
import { StoreError } from './store-error.ts';

const DAY_MS = 86_400_000;
const KEY_DAYS = 90;
const ROWS_A_STEP = 200;
/** Between two steps: a person's reading must find the disk free. */
const PAUSE_MS = 100;
/** After the disk refused a step. */
const TRY_AGAIN_MS = 5000;
/** Sealed rows lie in these, and a row moves only from the first to the second: in this order none is missed. */
const TABLES = ['outbox', 'aside'] as const;

export interface ResealParts {
  readonly db: Database;
  readonly ring: KeyRing;
  readonly outbox: Pick<Outbox, 'transaction'>;
  readonly audit: Pick<Audit, 'append'>;
  readonly clock: Clock;
}

/**
 * Renews the key of the rows every 90 days by the wall clock, seals every row anew, and forgets the old key: what was
 * copied of this store before opens with no key that a thief finds today. Both keys are in the ring until the last row
 * has the new one, so that a kill at any moment leaves every row readable, and the next start goes on. A damaged row
 * stays as it is and holds nothing up: no key opens it, and a key kept for its sake would be kept for ever.
 */
export function keepKeyFresh({ db, ring, outbox, audit, clock }: ResealParts): Cancel {
  const steps = TABLES.map((table) => sealingAnew(db, ring, table));
  let cancel: Cancel = () => {};
  const next = (waitMs: number, action: () => void): void => {
    cancel = clock.at(clock.now() + waitMs, () => {
      try {
        action();
      } catch {
        next(TRY_AGAIN_MS, look); // a disk that refuses is said by the next reading; here nobody waits
      }
    });
  };

  function look(): void {
    // A wall clock that stands before the key was made renews nothing: it is wrong, and will be put right.
    if (clock.wall() - ring.madeAtMs > KEY_DAYS * DAY_MS) ring.renew(clock.wall());
    if (ring.size > 1) next(PAUSE_MS, () => step(0, 0));
    else next(DAY_MS, look);
  }

  /** Rows that came meanwhile have the new key already; they are only passed over. */
  function step(table: number, behind: number): void {
    const sealSome = steps[table];
    if (!sealSome) {
      finish();
      return;
    }
    const reached = outbox.transaction(() => sealSome(behind));
    if (reached === undefined) next(PAUSE_MS, () => step(table + 1, 0));
    else next(PAUSE_MS, () => step(table, reached));
  }

  /** The record first: a kill between the two writes it twice, and never not at all. */
  function finish(): void {
    outbox.transaction(() => audit.append('store key renewed', { keyId: ring.current.id }));
    ring.forgetOthers();
    next(DAY_MS, look);
  }

  next(PAUSE_MS, look);
  return () => cancel();
}

/** A step through one table, at most 200 rows: how far it came, or undefined at the end. */
function sealingAnew(db: Database, ring: KeyRing, table: (typeof TABLES)[number]) {
  const some = db.prepare<[number, number], RowFacts & Sealed>(
    `SELECT sequence, id, topic, saved_at_ms AS savedAtMs, key_id AS keyId, sealed FROM ${table}
     WHERE sequence > ? ORDER BY sequence LIMIT ?`,
  );
  const replace = db.prepare<[number, Uint8Array, number]>(
    `UPDATE ${table} SET key_id = ?, sealed = ? WHERE sequence = ?`,
  );
  return (behind: number): number | undefined => {
    const rows = some.all(behind, ROWS_A_STEP);
    for (const row of rows) {
      const text = row.keyId === ring.current.id ? undefined : textOf(ring, row);
      if (text === undefined) continue;
      const { keyId, sealed } = sealRow(ring, row, text);
      replace.run(keyId, sealed, row.sequence);
    }
    return rows.length < ROWS_A_STEP ? undefined : rows.at(-1)?.sequence;
  };
}

function textOf(ring: KeyRing, row: RowFacts & Sealed): string | undefined {
  try {
    return openRow(ring, row);
  } catch (error) {
    if (error instanceof StoreError && error.code === 'damaged') return;
    throw error;
  }
}
