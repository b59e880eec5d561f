import { createHmac, type KeyObject } from 'node:crypto';
import type { Database } from './database.ts';
import type { KeyRing } from './key-ring.ts';

/**
 * Which readings were taken out of a meter's memory already, over any restart. Of each only a keyed hash is kept: the rows
 * of the outbox cannot be asked instead, since they are gone after some days and may be readable to the platform alone;
 * and a bare hash of so few possible values would be found again by trying them all.
 */
export interface TakenReadings {
  /** `what` names one reading of one meter. Throws when it cannot be read. */
  has(what: string): boolean;
  /** Only inside a transaction of the outbox: on disk together with the reading itself, or not at all. */
  note(what: string): void;
}

/** Several weeks of a busy station; of more the oldest go. What is older no visit's beginning is older than. */
const MOST = 4000;

/**
 * The key of the rows makes the key of these hashes. Some months later the ring forgets it, and what was hashed with it is
 * known no longer: by then the time of such a reading alone keeps it from any visit.
 */
const hashOf = (key: KeyObject, what: string): Buffer =>
  createHmac('sha256', createHmac('sha256', key).update('yike taken').digest()).update(what).digest();

export function openTakenReadings(db: Database, ring: Pick<KeyRing, 'current' | 'all'>): TakenReadings {
  const insert = db.prepare<[Uint8Array]>('INSERT INTO taken (hash) VALUES (?)');
  const trim = db.prepare<[number]>('DELETE FROM taken WHERE n <= (SELECT max(n) FROM taken) - ?');
  const find = db.prepare<[Uint8Array], number>('SELECT n FROM taken WHERE hash = ?').pluck();
  return {
    has: (what) => ring.all().some((key) => find.get(hashOf(key, what)) !== undefined),
    note(what) {
      insert.run(hashOf(ring.current.key, what));
      trim.run(MOST);
    },
  };
}
