import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aFakeClock } from '../../test/fake-clock.ts';
import { openDatabase } from './database.ts';
import { openKeyRing } from './key-ring.ts';
import { openOutbox } from './outbox.ts';
import { checkPragmas, setPragmas } from './pragmas.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yike-store-'));
  file = join(folder, 'station.db');
});
const ring = () => openKeyRing(join(folder, 'yike.keys'), { atMs: 0 });
afterEach(() => rmSync(folder, { recursive: true }));

test('a new file gets the schema and every pragma, and a second start finds them again', () => {
  for (let start = 1; start <= 2; start++) {
    const db = openDatabase(file, ring());
    expect(db.pragma('user_version', { simple: true })).toBe(6);
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    expect(db.prepare('SELECT name, sequence FROM mark ORDER BY name').raw().all()).toEqual([
      ['acknowledged', 0],
      ['last', 0],
      ['receipted', 0],
    ]);
    db.close();
  }
});

describe('the station does not run', () => {
  test('on a store that cannot keep a write-ahead log', () => {
    expect(() => openDatabase(':memory:', ring())).toThrow('pragma: journal_mode is memory, wanted wal');
  });

  test.each([
    ['journal_mode', 'DELETE', 'journal_mode is delete, wanted wal'],
    ['synchronous', 'NORMAL', 'synchronous is 1, wanted 2'],
    ['secure_delete', 'OFF', 'secure_delete is 0, wanted 1'],
    ['foreign_keys', 'OFF', 'foreign_keys is 0, wanted 1'],
    ['trusted_schema', 'ON', 'trusted_schema is 1, wanted 0'],
    ['cell_size_check', 'OFF', 'cell_size_check is 0, wanted 1'],
  ])('with %s = %s', (name, value, complaint) => {
    const db = new SqliteDatabase(file);
    setPragmas(db);
    expect(() => checkPragmas(db)).not.toThrow();
    db.pragma(`${name} = ${value}`);
    expect(() => checkPragmas(db)).toThrow(`pragma: ${complaint}`);
    db.close();
  });

  test('on a file of a newer version, and leaves it as it was', () => {
    const newer = new SqliteDatabase(file);
    newer.pragma('user_version = 999');
    newer.close();
    const before = readFileSync(file);
    expect(() => openDatabase(file, ring())).toThrow(
      'newer-schema: the file has schema 999, this program knows up to 6',
    );
    expect(readFileSync(file)).toEqual(before);
  });

  test('on a file that is no database', () => {
    expect(() => openDatabase(folder, ring())).toThrow();
  });
});

test("the package's own default would be NORMAL: the check is not there for nothing", () => {
  const db = new SqliteDatabase(file);
  db.pragma('journal_mode = WAL');
  db.exec('CREATE TABLE anything (x)');
  expect(db.pragma('synchronous', { simple: true })).toBe(1);
  db.close();
});

test('a file of schema 3 gets a table of retained topics, with none in it, and keeps all that it has', () => {
  const old = new SqliteDatabase(file);
  setPragmas(old);
  for (const name of ['seal_key', 'seal_row']) old.function(name, { varargs: true }, () => null); // no row to seal
  for (const step of ['001', '002', '003'])
    old.exec(readFileSync(new URL(`migrations/${step}.sql`, import.meta.url), 'utf8'));
  old.pragma('user_version = 3');
  old.exec("INSERT INTO outbox VALUES (5, 'id', 't', 1000, 1, x'00'); UPDATE mark SET sequence = 5");
  old.exec("INSERT INTO audit VALUES (1, 1000, '{}', x'00')");
  const contents = (db: SqliteDatabase.Database): unknown[] =>
    ['outbox', 'aside', 'mark', 'settlement', 'audit'].map((table) => db.prepare(`SELECT * FROM ${table}`).raw().all());
  const before = contents(old);
  old.close();

  const db = openDatabase(file, ring());
  expect(contents(db)).toEqual(before);
  expect(db.prepare('SELECT * FROM retained').all()).toEqual([]);
  db.close();
});

test('rows of text from an earlier version are sealed at the first start, whole, and no text of them is left', () => {
  const old = new SqliteDatabase(file);
  setPragmas(old);
  old.exec(readFileSync(new URL('migrations/001.sql', import.meta.url), 'utf8'));
  old.pragma('user_version = 1');
  const insert = old.prepare('INSERT INTO outbox VALUES (?, ?, ?, ?, ?)');
  for (let sequence = 3; sequence <= 60; sequence++)
    insert.run(sequence, `id-${sequence}`, 't', `needle ${sequence}`, 1000);
  old.exec(
    "UPDATE mark SET sequence = 60 WHERE name = 'last'; UPDATE mark SET sequence = 7 WHERE name = 'acknowledged'",
  );
  old.exec('INSERT INTO acknowledgement VALUES (7, 1000)');
  old.close();

  const keys = ring();
  const db = openDatabase(file, keys);
  const outbox = openOutbox(db, keys, { keepDays: 7, receipts: false, clock: aFakeClock() });
  expect([outbox.acknowledged(), outbox.depth()]).toEqual([7, 53]);
  expect(outbox.after(0, 100)).toEqual(
    Array.from({ length: 58 }, (_, i) => ({ sequence: i + 3, topic: 't', payload: `needle ${i + 3}` })),
  );
  for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name)).includes('needle')).toBe(false);
  expect(outbox.purge()).toBe(5); // its days were counted before
  db.close();
});
