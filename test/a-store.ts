import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Audit, openAudit } from '../edge-agent/store/audit.ts';
import { type Database, openDatabase } from '../edge-agent/store/database.ts';
import { type DepositJournal, openDepositJournal } from '../edge-agent/store/deposit-journal.ts';
import { type KeyRing, openKeyRing } from '../edge-agent/store/key-ring.ts';
import { type Ledger, openLedger } from '../edge-agent/store/ledger.ts';
import type { Keeping } from '../edge-agent/store/marks.ts';
import { type Message, type Outbox, openOutbox } from '../edge-agent/store/outbox.ts';
import { openRetained, type Retained } from '../edge-agent/store/retained.ts';
import { openTakenReadings, type TakenReadings } from '../edge-agent/store/taken.ts';
import { aFakeClock, type FakeClock } from './fake-clock.ts';

/** A real store in a temporary folder, taken apart: what lies in it can be looked at and spoilt. */
export interface TestStore extends Disposable {
  readonly folder: string;
  readonly clock: FakeClock;
  readonly db: Database;
  readonly ring: KeyRing;
  readonly outbox: Outbox;
  readonly audit: Audit;
  readonly retained: Retained;
  readonly taken: TakenReadings;
  readonly deposits: DepositJournal;
  readonly ledger: Ledger;
  /** Every row that is whole. */
  messages(): Message[];
  /** Saves an event of its own, in a transaction of its own; its sequence. */
  add(payload?: (sequence: number) => string): number;
  /** Closed and opened again; a crash would do the same, since every commit is on disk. */
  restart(): void;
}

export function aStore({
  keepDays = 7,
  receipts = false,
  clock = aFakeClock(),
}: Partial<Omit<Keeping, 'clock'> & { readonly clock: FakeClock }> = {}): TestStore {
  const folder = mkdtempSync(join(tmpdir(), 'yike-store-'));
  const open = () => {
    const ring = openKeyRing(join(folder, 'yike.keys'), { atMs: clock.wall() });
    const db = openDatabase(join(folder, 'yike.db'), ring);
    const outbox = openOutbox(db, ring, { keepDays, receipts, clock });
    const taken = openTakenReadings(db, ring);
    const points = { deposits: openDepositJournal(db), ledger: openLedger(db) };
    return { ring, db, outbox, audit: openAudit(db, clock), retained: openRetained(db, outbox), taken, ...points };
  };
  let parts = open();
  let made = 0;
  return {
    folder,
    clock,
    get db() {
      return parts.db;
    },
    get ring() {
      return parts.ring;
    },
    get outbox() {
      return parts.outbox;
    },
    get audit() {
      return parts.audit;
    },
    get retained() {
      return parts.retained;
    },
    get taken() {
      return parts.taken;
    },
    get deposits() {
      return parts.deposits;
    },
    get ledger() {
      return parts.ledger;
    },
    messages: () => parts.outbox.after(0, 1e6).flatMap((row) => ('damaged' in row ? [] : [row])),
    add: (payload = (sequence) => `event ${sequence}`) =>
      parts.outbox.transaction(() => parts.outbox.add(`id-${++made}`, 'topic', payload)),
    restart() {
      parts.outbox.close();
      parts.db.close();
      parts = open();
    },
    [Symbol.dispose]() {
      parts.outbox.close();
      parts.db.close();
      rmSync(folder, { recursive: true });
    },
  };
}
