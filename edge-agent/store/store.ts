import { join } from 'node:path';
import type { Clock } from '../ports.ts';
import { type Audit, openAudit } from './audit.ts';
import { openDatabase } from './database.ts';
import { openKeyRing } from './key-ring.ts';
import { type Outbox, openOutbox } from './outbox.ts';
import { keepKeyFresh } from './reseal.ts';

/** The station's memory: one database, and beside it the keys that open its rows. */
export interface Store {
  readonly outbox: Outbox;
  readonly audit: Audit;
  close(): void;
}

export interface StoreParts {
  /** Everything of the store lies in it; it is there already. */
  readonly folder: string;
  /** The service manager's own 32 bytes for the key ring, where it keeps any. */
  readonly lock?: Uint8Array;
  readonly keepDays: number;
  readonly receipts: boolean;
  readonly clock: Clock;
}

/** Throws a StoreError, or what SQLite itself says, when the store is not safe to run with. */
export function openStore({ folder, lock, keepDays, receipts, clock }: StoreParts): Store {
  const ring = openKeyRing(join(folder, 'yike.keys'), { atMs: clock.wall(), ...(lock && { lock }) });
  const db = openDatabase(join(folder, 'yike.db'), ring);
  const outbox = openOutbox(db, ring, { keepDays, receipts, clock });
  const audit = openAudit(db, clock);
  const cancelFreshKey = keepKeyFresh({ db, ring, outbox, audit, clock });
  return {
    outbox,
    audit,
    close() {
      cancelFreshKey();
      outbox.close();
      db.close();
    },
  };
}
