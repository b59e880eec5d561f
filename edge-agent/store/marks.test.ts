import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aStore, type TestStore } from '../../test/a-store.ts';

const DAY_MS = 86_400_000;
let store: TestStore;
beforeEach(() => {
  store = aStore();
});
afterEach(() => store[Symbol.dispose]());
const add = (count: number): void => {
  for (let i = 0; i < count; i++) store.add();
};
const kept = (): number[] => store.outbox.after(0, 1e6).map(({ sequence }) => sequence);

describe('acknowledging', () => {
  test('raises the mark and never lowers it', () => {
    add(5);
    store.outbox.acknowledge(3);
    store.outbox.acknowledge(2);
    expect(store.outbox.acknowledged()).toBe(3);
    store.restart();
    expect(store.outbox.acknowledged()).toBe(3);
    expect(store.outbox.depth()).toBe(2);
  });

  test('what was never saved is refused', () => {
    add(1);
    expect(() => store.outbox.acknowledge(2)).toThrow('beyond the last event');
    expect(store.outbox.acknowledged()).toBe(0);
  });

  test('leaves full synchronisation to the next event, also when it is refused', () => {
    const synchronous = () => store.db.pragma('synchronous', { simple: true });
    add(1);
    store.outbox.acknowledge(1);
    expect(synchronous()).toBe(2);
    expect(() => store.outbox.acknowledge(7)).toThrow();
    expect(synchronous()).toBe(2);
  });

  test('writes one row however many it covers', () => {
    add(50);
    store.outbox.acknowledge(50);
    const notes = store.db.prepare('SELECT sequence, at_ms FROM settlement').raw().all();
    expect(notes).toEqual([[50, store.clock.wall()]]);
  });

  test('goes on in memory where the disk can only be read, says so, and is written with the next', () => {
    const trouble = vi.fn();
    store.outbox.onTrouble(trouble);
    add(3);
    store.db.pragma('query_only = ON');
    store.outbox.acknowledge(2);
    expect([store.outbox.acknowledged(), store.outbox.depth()]).toEqual([2, 1]);
    expect(trouble).toHaveBeenCalledTimes(1);
    store.db.pragma('query_only = OFF');
    store.outbox.acknowledge(2);
    store.restart();
    expect(store.outbox.acknowledged()).toBe(2);
  });

  test('the age of the backlog is that of its oldest row', () => {
    expect(store.outbox.oldestSavedAt()).toBeUndefined();
    const first = store.clock.wall();
    add(1);
    store.clock.jump(1000);
    add(1);
    expect(store.outbox.oldestSavedAt()).toBe(first);
    store.outbox.acknowledge(1);
    expect(store.outbox.oldestSavedAt()).toBe(first + 1000);
    store.outbox.acknowledge(2);
    expect(store.outbox.oldestSavedAt()).toBeUndefined();
  });
});

describe('a receipt', () => {
  test('counts only up to what is acknowledged, and never falls', () => {
    add(5);
    store.outbox.acknowledge(3);
    expect(() => store.outbox.receipt(4)).toThrow('beyond what is acknowledged');
    expect(store.outbox.receipted()).toBe(0);
    store.outbox.receipt(3);
    store.outbox.receipt(2);
    store.restart();
    expect(store.outbox.receipted()).toBe(3);
  });

  test('that outlived a power cut carries the acknowledgement with it', () => {
    add(2);
    store.outbox.acknowledge(2);
    store.outbox.receipt(2);
    store.db.exec("UPDATE mark SET sequence = 0 WHERE name = 'acknowledged'");
    store.restart();
    expect(store.outbox.acknowledged()).toBe(2);
  });
});

describe('a row that was set aside', () => {
  const bury = (of: TestStore, sequence: number): void =>
    of.outbox.setAside(sequence, 'refused', ({ id, topic }) => ({ id: `of-${id}`, topic, payload: 'a tombstone' }));
  const aside = (of: TestStore): unknown[] => of.db.prepare('SELECT sequence FROM aside').pluck().all();
  const onDisk = ({ folder }: TestStore): Buffer =>
    Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));

  test('leaves together with its tombstone, and no byte of it stays in a file', () => {
    add(4);
    for (const sequence of [2, 3]) bury(store, sequence);
    const sealed = store.db.prepare<[], Buffer>('SELECT sealed FROM aside WHERE sequence = 2').pluck().get();
    store.outbox.acknowledge(2);
    store.clock.jump(7 * DAY_MS - 1);
    store.outbox.purge();
    expect([kept(), aside(store)]).toEqual([
      [1, 2, 3, 4],
      [2, 3],
    ]);
    expect(onDisk(store).includes(sealed ?? '')).toBe(true);
    store.outbox.acknowledge(4);
    store.clock.jump(1);
    expect(store.outbox.purge()).toBe(2);
    expect([kept(), aside(store)]).toEqual([[3, 4], [3]]);
    expect(onDisk(store).includes(sealed ?? '')).toBe(false);
    store.clock.jump(7 * DAY_MS);
    expect(store.outbox.purge()).toBe(2);
    expect([kept(), aside(store)]).toEqual([[], []]);
  });

  test('stays where receipts are given until its tombstone has one', () => {
    using receipts = aStore({ receipts: true });
    receipts.add();
    bury(receipts, 1);
    receipts.outbox.acknowledge(1);
    receipts.clock.jump(100 * DAY_MS);
    receipts.outbox.purge();
    expect(aside(receipts)).toEqual([1]);
    receipts.outbox.receipt(1);
    receipts.clock.jump(7 * DAY_MS);
    receipts.outbox.purge();
    expect(aside(receipts)).toEqual([]);
  });

  test('of an older version, which kept it for ever, leaves with the next purge', () => {
    add(2);
    bury(store, 1);
    store.db.exec('DELETE FROM outbox WHERE sequence = 1');
    store.outbox.purge();
    expect(aside(store)).toEqual([]);
  });
});

describe('purging', () => {
  test('takes what was acknowledged keepDays ago, and nothing that still waits', () => {
    add(4);
    store.outbox.acknowledge(2);
    store.clock.jump(3 * DAY_MS);
    store.outbox.acknowledge(3);
    store.clock.jump(4 * DAY_MS - 1);
    expect(store.outbox.purge()).toBe(0);
    store.clock.jump(1);
    expect(store.outbox.purge()).toBe(2);
    expect(kept()).toEqual([3, 4]);
    store.clock.jump(100 * DAY_MS);
    expect(store.outbox.purge()).toBe(1);
    expect(kept()).toEqual([4]);
    expect(store.db.prepare('SELECT count(*) FROM settlement').pluck().get()).toBe(0);
    store.restart();
    expect(store.add()).toBe(5);
  });

  test('takes the newest row too, and its number does not come back', () => {
    add(3);
    store.outbox.acknowledge(3);
    store.clock.jump(8 * DAY_MS);
    expect(store.outbox.purge()).toBe(3);
    store.restart();
    expect(store.add()).toBe(4);
  });

  test('goes in steps, so that a long backlog does not stop the station', () => {
    store.outbox.transaction(() => {
      for (let i = 0; i < 2500; i++) store.outbox.add(`many-${i}`, 'topic', String);
    });
    store.outbox.acknowledge(2500);
    store.clock.jump(8 * DAY_MS);
    expect(Array.from({ length: 4 }, () => store.outbox.purge())).toEqual([1000, 1000, 500, 0]);
  });

  test('where receipts are given, counts the days from the receipt: without one a row stays for ever', () => {
    using receipts = aStore({ receipts: true });
    receipts.add();
    receipts.add();
    receipts.outbox.acknowledge(2);
    receipts.clock.jump(100 * DAY_MS);
    expect(receipts.outbox.purge()).toBe(0);
    receipts.outbox.receipt(1);
    receipts.clock.jump(7 * DAY_MS - 1);
    expect(receipts.outbox.purge()).toBe(0);
    receipts.clock.jump(1);
    expect(receipts.outbox.purge()).toBe(1);
    expect(receipts.outbox.after(0, 9).map(({ sequence }) => sequence)).toEqual([2]);
  });
});
