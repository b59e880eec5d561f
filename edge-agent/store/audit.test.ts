import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aStore, type TestStore } from '../../test/a-store.ts';
import { openAudit } from './audit.ts';
import type { Database } from './database.ts';

let store: TestStore;
beforeEach(() => {
  store = aStore();
});
afterEach(() => store[Symbol.dispose]());

/** Each in a commit of its own, a second apart, told apart by their offset. */
function append(...offsets: readonly number[]): void {
  for (const offsetS of offsets) {
    store.clock.jump(1000);
    store.outbox.transaction(() => store.audit.append('clock corrected', { offsetS }));
  }
}
const rows = (): unknown[] => store.db.prepare('SELECT n, at_ms, entry FROM audit ORDER BY n').raw().all();

describe('an entry', () => {
  test('is numbered from 1, carries its moment, and moves the head', () => {
    expect(store.audit.head()).toEqual({ entries: 0, head: '0'.repeat(64) });
    append(7, 8);
    const now = store.clock.wall();
    expect(rows()).toEqual([
      [1, now - 1000, '{"what":"clock corrected","offsetS":7}'],
      [2, now, '{"what":"clock corrected","offsetS":8}'],
    ]);
    expect(store.audit.head()).toEqual({ entries: 2, head: expect.stringMatching(/^(?!0{64})[0-9a-f]{64}$/) });
    store.restart();
    append(9);
    expect([store.audit.head().entries, store.audit.verify()]).toEqual([3, undefined]);
  });

  test('has the hash that anybody can compute from what is written down about it', () => {
    append(7);
    store.db.pragma('wal_checkpoint(TRUNCATE)');
    const [[n, atMs, entry] = []] = store.db.prepare<[], [number, number, string]>('SELECT * FROM audit').raw().all();
    const bytes = Buffer.concat([Buffer.alloc(32), Buffer.from(`${n}|${atMs}|${entry}`)]);
    const { head } = store.audit.head();
    return crypto.subtle.digest('SHA-256', bytes).then((hash) => expect(Buffer.from(hash).toString('hex')).toBe(head));
  });

  test('outside a transaction is refused', () => {
    expect(() => store.audit.append('station stopped', {})).toThrow('misuse: an audit entry is saved together');
    expect(rows()).toEqual([]);
  });

  test('goes with the act that fails, and the head is what it was', () => {
    append(1);
    const before = store.audit.head();
    const failing = (): void =>
      store.outbox.transaction(() => {
        store.audit.append('clock corrected', { offsetS: 2 });
        expect(store.audit.head().entries).toBe(2);
        throw new Error('the act fails');
      });
    expect(failing).toThrow('the act fails');
    expect(store.audit.head()).toEqual(before);
    append(3);
    expect([store.audit.head().entries, store.audit.verify(before)]).toEqual([2, undefined]);
  });

  test.each([
    ['changed', "UPDATE audit SET entry = '{}' WHERE n = 2", 'an audit entry is never changed'],
    ['deleted', 'DELETE FROM audit WHERE n = 3', 'an audit entry is never deleted'],
    ['replaced', "INSERT OR REPLACE INTO audit VALUES (3, 0, '{}', x'00')", 'an audit entry goes behind the last'],
    ['put far behind', "INSERT INTO audit VALUES (9, 0, '{}', x'00')", 'an audit entry goes behind the last'],
  ])('is not %s by mistake', (_, sql, complaint) => {
    append(1, 2, 3);
    const before = rows();
    expect(() => store.db.exec(sql)).toThrow(complaint);
    expect(rows()).toEqual(before);
  });
});

/** With the file in hand, the station stopped, and every trigger gone. */
function attack(how: (db: Database) => void): void {
  store.outbox.close();
  const db = new SqliteDatabase(join(store.folder, 'yike.db'));
  const sql = "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit'";
  const triggers = db.prepare<[], string>(sql).pluck().all();
  expect(triggers).toHaveLength(3);
  for (const name of triggers) db.exec(`DROP TRIGGER ${name}`);
  how(db);
  db.close();
  store.restart();
}

describe('who can write the file is found out', () => {
  beforeEach(() => append(1, 2, 3, 4, 5, 6, 7, 8));

  test.each<readonly [string, string, number, string]>([
    ['an edited entry', "UPDATE audit SET entry = replace(entry, ':5', ':6') WHERE n = 5", 5, 'changed'],
    ['an edited moment', 'UPDATE audit SET at_ms = at_ms - 1 WHERE n = 4', 4, 'changed'],
    ['an edited hash', "UPDATE audit SET hash = x'00' WHERE n = 3", 3, 'changed'],
    ['a deleted entry', 'DELETE FROM audit WHERE n = 6', 6, 'missing'],
    ['a deleted first entry', 'DELETE FROM audit WHERE n = 1', 1, 'missing'],
    [
      'a deleted entry, the gap closed',
      'DELETE FROM audit WHERE n = 6; UPDATE audit SET n = n - 1 WHERE n > 6',
      6,
      'changed',
    ],
    [
      'two entries in each other’s place',
      'UPDATE audit SET n = 99 WHERE n = 2; UPDATE audit SET n = 2 WHERE n = 3; UPDATE audit SET n = 3 WHERE n = 99',
      2,
      'changed',
    ],
    ['an entry before the first', "INSERT INTO audit VALUES (0, 0, '{}', x'00')", 0, 'changed'],
  ])('%s', (_, sql, n, why) => {
    expect(store.audit.verify()).toBeUndefined();
    attack((db) => db.exec(sql));
    expect(store.audit.verify()).toEqual({ n, why });
  });

  test('an end that is cut off, by the head that was told before', () => {
    const anchor = store.audit.head();
    attack((db) => db.exec('DELETE FROM audit WHERE n > 5'));
    expect(store.audit.verify()).toBeUndefined(); // what is left is whole
    expect(store.audit.verify(anchor)).toEqual({ n: 6, why: 'cut off' });
  });

  test('an older copy in the place of the file, even after it went on', () => {
    const copy = join(store.folder, 'copy');
    const whole = join(store.folder, 'yike.db');
    store.db.pragma('wal_checkpoint(TRUNCATE)');
    copyFileSync(whole, copy);
    append(9);
    const anchor = store.audit.head();
    attack((db) => {
      db.pragma('wal_checkpoint(TRUNCATE)');
      const older = new SqliteDatabase(copy);
      db.exec('DELETE FROM audit');
      const put = db.prepare('INSERT INTO audit VALUES (?, ?, ?, ?)');
      for (const row of older.prepare<[], unknown[]>('SELECT * FROM audit ORDER BY n').raw().all()) put.run(row);
      older.close();
    });
    expect(store.audit.verify(anchor)).toEqual({ n: 9, why: 'cut off' });
    append(10, 11);
    expect(store.audit.verify()).toBeUndefined();
    expect(store.audit.verify(anchor)).toEqual({ n: 9, why: 'another history' });
  });

  test('a whole new chain that holds in itself', () => {
    const anchor = store.audit.head();
    attack((db) => {
      db.exec('DELETE FROM audit');
      const forged = openAudit(db, store.clock);
      for (let offsetS = 1; offsetS <= 8; offsetS++) {
        db.transaction(() => forged.append('clock corrected', { offsetS }))();
      }
    });
    expect(store.audit.verify()).toBeUndefined();
    expect(store.audit.verify(anchor)).toEqual({ n: 8, why: 'another history' });
  });

  test('in the newest entries alone, where only those are looked at', () => {
    attack((db) => db.exec("UPDATE audit SET entry = '{}' WHERE n = 4"));
    expect(store.audit.verify(undefined, 4)).toBeUndefined();
    expect(store.audit.verify(undefined, 5)).toEqual({ n: 4, why: 'changed' });
  });

  test('and so is a page that cannot be read', () => {
    store.db.exec('DROP TABLE audit; CREATE TABLE audit (n INTEGER PRIMARY KEY)');
    expect(store.audit.verify()).toEqual({ n: 0, why: 'unreadable' });
  });
});
