import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aFakeClock } from '../../test/fake-clock.ts';
import { openStore, type Store } from './store.ts';

const ROWS = 60;
const ACKNOWLEDGED = 20;
const TAKEN = 'a reading of a meter';
const LEFT = ['a device’s state', 'its alarm'];
const clock = aFakeClock();
let folder: string;
const file = (name = 'yike.db'): string => join(folder, name);
const open = (): Store =>
  openStore({
    folder,
    keepDays: 7,
    receipts: false,
    clock,
    tombstone: (sequence) => ({ id: `stone-${sequence}`, topic: 'tombs', payload: `stone ${sequence}` }),
  });
const POSTING = { event: 'done', giver: 'city', taker: 'community', points: 12, prices: 'p', atMs: 2 };
const payload = (sequence: number): string => `event ${sequence} ${'x'.repeat(900)}`;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yike-salvage-'));
  const store = open();
  for (let i = 0; i < ROWS; i++) {
    store.outbox.transaction(() => {
      store.outbox.add(`id-${i}`, 't', payload);
      store.audit.append('station started', { version: String(i) });
    });
  }
  store.outbox.acknowledge(ACKNOWLEDGED);
  store.retained.remember(LEFT);
  store.outbox.transaction(() => store.taken.note(TAKEN));
  store.outbox.transaction(() => {
    for (const id of ['done', 'open']) store.deposits.begin(id, 1, { bin: 'bin-paper' });
    store.deposits.note('done', 'settled', 2);
    store.ledger.post(POSTING);
  });
  store.close();
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What the next start has of it: the sequences whose bytes are those that were saved, and the tombstones. */
function start() {
  const store = open();
  const rows = store.outbox.after(0, 1e6).flatMap((row) => ('damaged' in row ? [] : [row]));
  const whole = rows.filter((row) => row.payload === payload(row.sequence)).map(({ sequence }) => sequence);
  const stones = rows.filter((row) => row.payload === `stone ${row.sequence}`).map(({ sequence }) => sequence);
  expect(whole.length + stones.length, 'nothing else stands there').toBe(rows.length);
  const next = store.outbox.transaction(() => store.outbox.add('next', 't', payload));
  const { salvaged } = store;
  const found = { whole, stones, next, salvaged, broken: store.audit.verify(), left: store.retained.topics() };
  const known = store.taken.has(TAKEN);
  const points = [store.deposits.unsettled().map(({ id }) => id), store.ledger.of('done'), store.ledger.sum()];
  store.close();
  return { ...found, known, points };
}
const upTo = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const wipe = (from: number, length: number): void => {
  const bytes = readFileSync(file());
  bytes.fill(0, from, from + length);
  writeFileSync(file(), bytes);
};
function rowsAside(): unknown[] {
  const db = new SqliteDatabase(file(), { readonly: true });
  const rows = db.prepare('SELECT * FROM aside').all();
  db.close();
  return rows;
}
/** Set aside, whole, and never touched again. */
const aside = (): string[] => readdirSync(folder).filter((name) => /^yike\.db\.damaged-\w+$/.test(name));

function nothingIsSkipped({ whole, stones, next }: ReturnType<typeof start>): void {
  const from = Math.min(...whole, ACKNOWLEDGED + 1);
  const there = [...whole, ...stones].sort((one, other) => one - other);
  expect(there.filter((sequence) => sequence > ACKNOWLEDGED)).toEqual(upTo(ACKNOWLEDGED + 1, next - 1));
  expect(from).toBeLessThanOrEqual(ACKNOWLEDGED + 1);
  expect(next).toBeGreaterThan(ROWS);
}

test('a store that is whole is opened as it is', () => {
  expect(start()).toEqual({
    whole: upTo(1, ROWS),
    stones: [],
    next: ROWS + 1,
    salvaged: undefined,
    broken: undefined,
    left: LEFT,
    known: true,
    points: [['open'], POSTING, 0],
  });
  expect(aside()).toEqual([]);
});

describe('set aside, and begun anew with all that can be read', () => {
  test('its head wiped: no number comes back, each lost one has its tombstone', () => {
    wipe(0, 100);
    const found = start();
    nothingIsSkipped(found);
    expect([found.whole, found.left]).toEqual([[], []]);
    expect(found.salvaged?.rows).toBe(0);
    expect(aside()).toHaveLength(1);
  });

  test('a page of its middle wiped: the other rows are there, the audit holds', () => {
    wipe(25 * 4096, 4096);
    const found = start();
    nothingIsSkipped(found);
    expect(found.whole.length).toBeGreaterThan(ROWS / 2);
    expect(found.whole.length).toBeLessThan(ROWS);
    expect(found.known).toBe(true);
    expect(found.points).toEqual([['open'], POSTING, 0]);
    expect(found.salvaged).toEqual({ rows: found.whole.length, missing: found.stones.length });
  });

  test('cut in half', () => {
    truncateSync(file(), Math.floor(readFileSync(file()).length / 2 / 4096) * 4096);
    nothingIsSkipped(start());
  });

  test.each([
    ['empty', () => writeFileSync(file(), '')],
    ['gone', () => rmSync(file())],
  ])('%s: SQLite takes it for a new one, the file beside it knows better', (_, spoil) => {
    spoil();
    nothingIsSkipped(start());
  });

  test.each([
    ['far behind', 2000, () => {}],
    ['a little behind', 3, () => {}],
    ['far behind, and no note of how far it came', 2000, () => rmSync(file('yike.reached'))],
  ])('an older copy of it, put back, %s: its numbers do not come back with it', (_, more, spoil) => {
    copyFileSync(file(), file('old'));
    const store = open();
    store.outbox.transaction(() => {
      for (let i = 0; i < more; i++) store.outbox.add(`more-${i}`, 't', payload);
    });
    store.close();
    copyFileSync(file('old'), file());
    spoil();
    expect(start().next).toBeGreaterThan(ROWS + more);
  });

  test.each([
    ['an entry of the audit', '{"what"', 1],
    ['the text of its schema', 'saved_at_ms INTEGER', 2],
  ])('one wrong letter in %s: it starts, and starts again', (_, words, at) => {
    const bytes = readFileSync(file());
    const found = bytes.lastIndexOf(words);
    expect(found).toBeGreaterThan(0);
    bytes[found + at] = (bytes[found + at] ?? 0) ^ 1;
    writeFileSync(file(), bytes);
    const first = start();
    expect(first.salvaged).toBeDefined();
    nothingIsSkipped(first);
    expect(start().next).toBe(first.next + 1);
  });

  test('while a salvage was under way: what was not whole is not taken for the whole', () => {
    writeFileSync(file('yike.db.making'), readFileSync(file()).subarray(0, 4096));
    for (const name of ['yike.db', 'yike.reached']) rmSync(file(name));
    const found = start();
    nothingIsSkipped(found);
    expect(found.salvaged).toBeDefined();
  });

  test('its marks deleted', () => {
    const db = new SqliteDatabase(file());
    db.exec('DELETE FROM mark');
    db.close();
    const found = start();
    nothingIsSkipped(found);
    expect([found.whole, found.left]).toEqual([upTo(1, ROWS), LEFT]);
  });

  test('and the start after that is an ordinary one', () => {
    wipe(8 * 4096, 4096);
    const { next, left } = start();
    const again = start();
    expect([again.next, again.salvaged, again.left]).toEqual([next + 1, undefined, left]);
    expect(aside()).toHaveLength(1);
  });

  test('what was set aside one by one comes over with the rest', () => {
    const store = open();
    store.outbox.setAside(30, 'refused', () => ({ id: 'stone-30', topic: 'tombs', payload: 'stone 30' }));
    store.close();
    const before = rowsAside();
    expect(before).toMatchObject([{ sequence: 30, why: 'refused' }]);
    wipe(8 * 4096, 4096);
    expect(start().salvaged).toBeDefined();
    expect(rowsAside()).toEqual(before);
  });

  test('cut short before its last step, the next start ends it, and the log of the old one is not taken for its own', () => {
    const old = open();
    old.outbox.transaction(() => old.outbox.add('old', 't', () => 'of the old one'));
    const log = readFileSync(file('yike.db-wal'));
    old.close();
    wipe(0, 100);
    const { next } = start();
    const saved = file('yike.db.salvaged');
    copyFileSync(file(), saved);
    rmSync(file());
    writeFileSync(file('yike.db-wal'), log);
    expect(start()).toMatchObject({ next: next + 1, salvaged: undefined });
    expect(readFileSync(file('yike.db.damaged-wal')).equals(log)).toBe(true);
  });
});

test('garbage in the log beside it takes nothing that had been written into it', () => {
  writeFileSync(file('yike.db-wal'), Buffer.alloc(9000, 7));
  expect(start()).toMatchObject({ whole: upTo(1, ROWS), next: ROWS + 1, salvaged: undefined });
});

test('one flipped bit in a row is that row’s matter alone: an error when it is read, never a value', () => {
  const db = new SqliteDatabase(file());
  const sealed = db.prepare('SELECT sealed FROM outbox WHERE sequence = 30').pluck().get() as Buffer;
  sealed[60] = (sealed[60] ?? 0) ^ 1;
  db.prepare('UPDATE outbox SET sealed = ? WHERE sequence = 30').run(sealed);
  db.close();
  const store = open();
  expect(store.salvaged).toBeUndefined();
  expect(store.outbox.after(29, 1)).toEqual([{ sequence: 30, damaged: true }]);
  store.close();
});

test('a key ring that is none any more goes aside: each row says that it is damaged, and the sequence goes on', () => {
  writeFileSync(file('yike.keys'), '\0\0\0\0');
  const store = open();
  expect(store.outbox.after(0, 100)).toEqual(upTo(1, ROWS).map((sequence) => ({ sequence, damaged: true })));
  expect(store.outbox.transaction(() => store.outbox.add('next', 't', payload))).toBe(ROWS + 1);
  store.close();
});

test('a newer schema, or a file that may not be opened, is refused and left as it is', () => {
  const db = new SqliteDatabase(file());
  db.pragma('user_version = 999');
  db.close();
  expect(open).toThrow('newer-schema');
  expect(aside()).toEqual([]);
});
