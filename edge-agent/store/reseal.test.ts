import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aFakeClock, type FakeClock } from '../../test/fake-clock.ts';
import { armFaultPoints } from '../fault-point.ts';
import { openKeyRing } from './key-ring.ts';
import { seal } from './seal.ts';
import { openStore, type Store } from './store.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 10, 23);
let folder: string;
let clock: FakeClock;
const opened = new Set<Store>();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yike-reseal-'));
  clock = aFakeClock(START_MS);
});
afterEach(() => {
  armFaultPoints();
  for (const store of opened) store.close();
  opened.clear();
  rmSync(folder, { recursive: true });
});

function open(where = folder): Store {
  const store = openStore({ folder: where, keepDays: 7, receipts: false, clock });
  opened.add(store);
  return store;
}
function close(store: Store): void {
  store.close();
  opened.delete(store);
}
const payload = (sequence: number): string => `event ${sequence}`;
const add = ({ outbox }: Store): number => outbox.transaction(() => outbox.add('id', 'topic', payload));
function addMany({ outbox }: Store, count: number): void {
  outbox.transaction(() => {
    for (let i = 0; i < count; i++) outbox.add('id', 'topic', payload);
  });
}
const stone = { id: 'stone', topic: 'topic', payload: 'stone' };

/** From outside, as it is on disk. */
function ask(sql: string, where = folder): unknown[] {
  const db = new SqliteDatabase(join(where, 'yike.db'));
  try {
    return db.prepare(sql).pluck().all();
  } finally {
    db.close();
  }
}
const keyIds = (where?: string): unknown[] =>
  ask('SELECT key_id FROM outbox UNION SELECT key_id FROM aside ORDER BY key_id', where);
const ringOf = (where = folder) => openKeyRing(join(where, 'yike.keys'), { atMs: START_MS });
const renewals = (where?: string): unknown[] =>
  ask("SELECT entry ->> 'keyId' FROM audit WHERE entry ->> 'what' = 'store key renewed'", where);

describe('the key of the rows', () => {
  test('stays for ninety days, whatever is restarted meanwhile', async () => {
    const store = open();
    add(store);
    await clock.pass(45 * DAY_MS);
    close(store);
    open();
    await clock.pass(44 * DAY_MS);
    expect([ringOf().current.id, ringOf().size, keyIds(), renewals()]).toEqual([1, 1, [1], []]);
  });

  test.each(['the station runs on', 'the station was off'])('is another after them: %s', async (how) => {
    const store = open();
    addMany(store, 450);
    store.outbox.setAside(3, 'refused', () => stone);
    const rows = store.outbox.after(0, 1e6);
    if (how === 'the station was off') {
      close(store);
      clock.jump(91 * DAY_MS);
      open();
    } else await clock.pass(91 * DAY_MS);
    await clock.pass(2000);
    expect([ringOf().current.id, ringOf().size, keyIds(), renewals()]).toEqual([2, 1, [2], [2]]);
    expect(open().outbox.after(0, 1e6)).toEqual(rows);
  });

  test('is not renewed by a clock that stands before it was made', async () => {
    open();
    clock.jump(-400 * DAY_MS);
    await clock.pass(2 * DAY_MS);
    expect(ringOf().current.id).toBe(1);
  });

  test('is not renewed by a store that is closed', async () => {
    close(open());
    await clock.pass(200 * DAY_MS);
    expect(ringOf().current.id).toBe(1);
  });
});

test('at most two hundred rows go in one commit, and what comes between has the new key', async () => {
  const store = open();
  addMany(store, 500);
  clock.jump(91 * DAY_MS);
  const left = (): unknown => ask('SELECT count(*) FROM outbox WHERE key_id = 1')[0];
  const seen: unknown[] = [];
  for (let step = 0; step < 4; step++) {
    await clock.pass(100);
    const fresh = add(store);
    seen.push([left(), ask(`SELECT key_id FROM outbox WHERE sequence = ${fresh}`)[0]]);
  }
  expect(seen).toEqual([
    [500, 2],
    [300, 2],
    [100, 2],
    [0, 2],
  ]);
});

test('a row that is set aside while the rows are sealed anew is not left behind', async () => {
  const store = open();
  addMany(store, 500);
  clock.jump(91 * DAY_MS);
  for (let step = 0; step < 8; step++) {
    await clock.pass(100);
    if (step < 5) store.outbox.setAside(499 - 100 * step, 'refused', () => stone);
  }
  await clock.pass(1000);
  expect([keyIds(), ringOf().size]).toEqual([[2], 1]);
});

test('a damaged row stays as it is, holds nothing up, and is told as damaged as before', async () => {
  const store = open();
  addMany(store, 300);
  ask('UPDATE outbox SET sealed = zeroblob(length(sealed)) WHERE sequence = 7 RETURNING 1');
  const before = ask('SELECT sealed FROM outbox WHERE sequence = 7');
  await clock.pass(91 * DAY_MS);
  expect(ask('SELECT sequence FROM outbox WHERE key_id = 1')).toEqual([7]);
  expect(ask('SELECT sealed FROM outbox WHERE sequence = 7')).toEqual(before);
  expect([ringOf().size, renewals()]).toEqual([1, [2]]);
  expect(store.outbox.after(5, 3)).toEqual([
    { sequence: 6, topic: 'topic', payload: payload(6) },
    { sequence: 7, damaged: true },
    { sequence: 8, topic: 'topic', payload: payload(8) },
  ]);
});

test('a disk that refuses a step is asked again, and the old key stays until it gives in', async () => {
  const store = open();
  addMany(store, 300);
  clock.jump(91 * DAY_MS);
  let refuses = true;
  armFaultPoints((point) => {
    if (refuses && point === 'inside save') throw new Error('the disk is full');
  });
  await clock.pass(60_000);
  expect([keyIds(), ringOf().size, renewals()]).toEqual([[1], 2, []]);
  refuses = false;
  await clock.pass(60_000);
  expect([keyIds(), ringOf().size, renewals()]).toEqual([[2], 1, [2]]);
});

/** As a kill leaves it: the files as they are at this moment, the log beside the database with them. */
function copied(from: string, to: string): void {
  for (const name of ['yike.db', 'yike.db-wal', 'yike.keys', 'yike.keys.new']) {
    if (existsSync(join(from, name))) copyFileSync(join(from, name), join(to, name));
  }
}

test('killed at any moments, every row is readable at each, and in the end the old key is nowhere', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 18 }), { maxLength: 6 }), async (kills) => {
      const folders = [mkdtempSync(join(tmpdir(), 'yike-killed-'))];
      const here = (): string => folders.at(-1) ?? '';
      try {
        let store = open(here());
        addMany(store, 700);
        store.outbox.setAside(650, 'refused', () => stone);
        const expected = store.outbox.after(0, 1e6);
        clock.jump(91 * DAY_MS);
        for (const killAfter of kills) {
          const next = mkdtempSync(join(tmpdir(), 'yike-killed-'));
          let passed = 0;
          armFaultPoints(() => {
            if (++passed === killAfter) copied(here(), next);
          });
          await clock.pass(900);
          armFaultPoints();
          if (passed < killAfter) copied(here(), next); // it came to its end before
          close(store);
          folders.push(next);
          store = open(next);
          expect(store.outbox.after(0, 1e6)).toEqual(expected);
          const fresh = add(store);
          expected.push({ sequence: fresh, topic: 'topic', payload: payload(fresh) });
          expect(ask(`SELECT key_id FROM outbox WHERE sequence = ${fresh}`, next)).toEqual([ringOf(next).current.id]);
        }
        await clock.pass(5000);
        expect(store.outbox.after(0, 1e6)).toEqual(expected);
        expect([keyIds(here()), ringOf(here()).size, ringOf(here()).current.id]).toEqual([[2], 1, 2]);
        expect([new Set(renewals(here())), store.audit.verify()]).toEqual([new Set([2]), undefined]);
        close(store);
      } finally {
        for (const each of folders) rmSync(each, { recursive: true });
      }
    }),
    { numRuns: 20 },
  );
}, 120_000);

test('no two of a hundred thousand seals have the same IV', () => {
  const key = new Uint8Array(32).fill(7);
  const seen = new Set<string>();
  for (let i = 0; i < 100_000; i++) seen.add(seal(key, 'place', '').toString('latin1', 0, 12));
  expect(seen.size).toBe(100_000);
});
