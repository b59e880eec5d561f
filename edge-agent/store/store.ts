import { existsSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../ports.ts';
import { type Audit, openAudit } from './audit.ts';
import { openBudget, type Usage } from './budget.ts';
import { type Database, openDatabase } from './database.ts';
import { type DepositJournal, openDepositJournal } from './deposit-journal.ts';
import { openFloor } from './floor.ts';
import { type KeyRing, openKeyRing } from './key-ring.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { type Outbox, openOutbox, type Tombstone } from './outbox.ts';
import { openReached } from './reached.ts';
import { keepKeyFresh } from './reseal.ts';
import { openRetained, type Retained } from './retained.ts';
import {
  assertLogWhole,
  assertWhole,
  type Expected,
  finishSalvage,
  isDamage,
  type Salvaged,
  salvage,
} from './salvage.ts';
import { StoreError } from './store-error.ts';
import { openTakenReadings, type TakenReadings } from './taken.ts';

/** The station's memory: one database, and beside it the keys that open its rows. */
export interface Store {
  readonly outbox: Outbox;
  readonly audit: Audit;
  readonly retained: Retained;
  readonly taken: TakenReadings;
  readonly deposits: DepositJournal;
  readonly ledger: Ledger;
  /** How much of its room the store has used. */
  usage(): Usage;
  /** The disk has refused a save: makes what room can be made at once. */
  giveUpBallast(): void;
  /** Puts back what was given up, where there is ample room. */
  renewBallast(): void;
  /** The database was damaged, and begun anew with this. */
  readonly salvaged?: Salvaged;
  close(): void;
}

export interface StoreParts {
  /** Everything of the store lies in it; it is there already. */
  readonly folder: string;
  /** The service manager's own 32 bytes for the key ring, where it keeps any. */
  readonly lock?: Uint8Array;
  readonly keepDays: number;
  readonly receipts: boolean;
  /** What stands in the place of a row that is lost with a damaged database; absent: one that is damaged is not opened. */
  readonly tombstone?: (sequence: number) => Tombstone;
  readonly clock: Clock;
}

/**
 * A database that is damaged is set aside and a new one begun with all that could be read of it. Throws a StoreError, or
 * what SQLite itself says, when the store is not safe to run with.
 */
export function openStore({ folder, lock, keepDays, receipts, tombstone, clock }: StoreParts): Store {
  const ring = keyRing(join(folder, 'yike.keys'), { atMs: clock.wall(), ...(lock && { lock }) });
  const file = join(folder, 'yike.db');
  const floor = openFloor(join(folder, 'yike.floor'));
  const reached = openReached(join(folder, 'yike.reached'));
  const known = { ...floor.known, last: Math.max(floor.known.last, reached.known), reached: reached.known };
  finishSalvage(file);
  const { db, salvaged } = openOrSalvage(
    file,
    ring,
    known,
    tombstone && (() => salvage({ file, ring, known, receipts, tombstone, nowMs: clock.wall() })),
  );
  const outbox = openOutbox(db, ring, { keepDays, receipts, clock, floor, reached });
  const audit = openAudit(db, clock);
  const cancelFreshKey = keepKeyFresh({ db, ring, outbox, audit, clock });
  return {
    outbox,
    audit,
    retained: openRetained(db, outbox),
    taken: openTakenReadings(db, ring),
    deposits: openDepositJournal(db),
    ledger: openLedger(db),
    ...openBudget(db, folder),
    ...(salvaged && { salvaged }),
    close() {
      cancelFreshKey();
      outbox.close();
      db.close();
      reached.close();
    },
  };
}

function openOrSalvage(
  file: string,
  ring: KeyRing,
  known: Expected,
  save: (() => Salvaged) | undefined,
): { readonly db: Database; readonly salvaged?: Salvaged } {
  let db: Database | undefined;
  try {
    if (known.last > 0 && (!existsSync(file) || statSync(file).size === 0)) {
      throw new StoreError('damaged', 'the file is gone');
    }
    assertLogWhole(file, ring, known);
    db = openDatabase(file, ring);
    assertWhole(db, known);
    return { db };
  } catch (error) {
    db?.close();
    if (!isDamage(error) || !save) throw error;
    const salvaged = save();
    return { db: openDatabase(file, ring), salvaged };
  }
}

/**
 * A ring that is no ring any more goes aside: the rows that it would have opened are lost whatever we do, each will leave
 * a tombstone, and a person who stands before the station can be measured. A lock that does not fit is another matter.
 */
function keyRing(file: string, parts: Parameters<typeof openKeyRing>[1]): KeyRing {
  try {
    return openKeyRing(file, parts);
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'keys-damaged') throw error;
    renameSync(file, `${file}.damaged-${parts.atMs}`);
    return openKeyRing(file, parts);
  }
}
