import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aStore, type TestStore } from '../../test/a-store.ts';
import { armFaultPoints, type FaultPoint } from '../fault-point.ts';

const DAY_MS = 86_400_000;
let store: TestStore;
beforeEach(() => {
  store = aStore();
});
afterEach(() => {
  armFaultPoints();
  store[Symbol.dispose]();
});
const sequences = (): number[] => store.outbox.after(0, 1e6).map(({ sequence }) => sequence);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe('the sequence', () => {
  test('begins at 1 and stands in the payload', () => {
    expect(store.add()).toBe(1);
    expect(store.messages()).toEqual([{ sequence: 1, topic: 'topic', payload: 'event 1' }]);
  });

  test('is not used up by a transaction that fails', () => {
    store.add();
    expect(() =>
      store.outbox.transaction(() => {
        store.outbox.add('lost', 'topic', String);
        throw new Error('the reading could not be saved');
      }),
    ).toThrow('could not be saved');
    expect(store.add()).toBe(2);
    expect(sequences()).toEqual([1, 2]);
  });

  test.each([false, true])('has no gap and no repeat whatever happens to it (receipts: %s)', (receipts) => {
    const act = fc.constantFrom('add', 'fail', 'acknowledge', 'receipt', 'set aside', 'purge', 'restart', 'days pass');
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        using fresh = aStore({ receipts });
        const seen: number[] = [];
        const model = { last: 0, acknowledged: 0, receipted: 0 };
        const half = (from: number, to: number): number => Math.ceil((from + to) / 2);
        for (const now of acts) {
          const { outbox } = fresh;
          if (now === 'add') seen.push(fresh.add());
          else if (now === 'fail') {
            const failing = (): string => {
              throw new Error('fails');
            };
            expect(() => fresh.add(failing)).toThrow('fails');
          } else if (now === 'acknowledge') outbox.acknowledge(half(model.acknowledged, model.last));
          else if (now === 'receipt') outbox.receipt(half(model.receipted, model.acknowledged));
          else if (now === 'purge') outbox.purge();
          else if (now === 'days pass') fresh.clock.jump(4 * DAY_MS);
          else if (now === 'restart') fresh.restart();
          else if (outbox.depth() > 0 && !fresh.messages().some(({ payload }) => payload === 'stone')) {
            outbox.setAside(model.acknowledged + 1, 'refused', () => ({ id: 'stone', topic: 't', payload: 'stone' }));
          }
          if (now === 'add') model.last++;
          if (now === 'acknowledge') model.acknowledged = half(model.acknowledged, model.last);
          if (now === 'receipt') model.receipted = half(model.receipted, model.acknowledged);
          const box = fresh.outbox;
          expect([box.acknowledged(), box.receipted(), box.depth()]).toEqual([
            model.acknowledged,
            model.receipted,
            model.last - model.acknowledged,
          ]);
          const settled = receipts ? model.receipted : model.acknowledged;
          const unsettled = box.after(settled, 1e6).map(({ sequence }) => sequence);
          expect(unsettled).toEqual(upTo(model.last).slice(settled));
        }
        expect(seen).toEqual(upTo(model.last));
      }),
      { numRuns: 40 },
    );
  });
});

describe('adding', () => {
  test('outside a transaction is refused', () => {
    expect(() => store.outbox.add('id', 'topic', String)).toThrow('misuse');
    expect(sequences()).toEqual([]);
  });

  test('a transaction within a transaction is refused', () => {
    expect(() => store.outbox.transaction(() => store.outbox.transaction(() => 0))).toThrow('already open');
  });

  test('is told once per commit, afterwards, and not when it fails or adds nothing', () => {
    const { outbox } = store;
    const depths: number[] = [];
    const cancel = outbox.onAdded(() => depths.push(outbox.depth()));
    outbox.transaction(() => {
      outbox.add('a', 'topic', String);
      outbox.add('b', 'topic', String);
      expect(depths).toEqual([]);
    });
    outbox.transaction(() => 'nothing added');
    expect(() => store.add(() => JSON.parse('{'))).toThrow();
    expect(depths).toEqual([2]);
    cancel();
    store.add();
    expect(depths).toEqual([2]);
  });

  test('passes its labelled steps in order', () => {
    const passed: FaultPoint[] = [];
    armFaultPoints((point) => passed.push(point));
    store.add();
    expect(passed).toEqual(['before save', 'inside save', 'after save']);
  });

  test('a listener hears the event while its transaction is over', () => {
    const listener = vi.fn(() => expect(store.db.inTransaction).toBe(false));
    store.outbox.onAdded(listener);
    store.add();
    expect(listener).toHaveBeenCalledTimes(1);
  });
});

describe('what nobody waits for', () => {
  const later = (name: string): void =>
    store.outbox.later(() => void store.outbox.add(name, 'topic', (sequence) => `${name} ${sequence}`));
  const payloads = (): string[] => store.messages().map(({ payload }) => payload);

  test('is saved in one commit a fifth of a second after the first of it', async () => {
    const commits = vi.fn();
    store.outbox.onAdded(commits);
    later('a');
    await store.clock.pass(150);
    later('b');
    expect(payloads()).toEqual([]);
    await store.clock.pass(50);
    expect(payloads()).toEqual(['a 1', 'b 2']);
    expect(commits).toHaveBeenCalledTimes(1);
  });

  test('goes along with a reading, ahead of it, for it happened before', async () => {
    later('a');
    store.add();
    expect(payloads()).toEqual(['a 1', 'event 2']);
    await store.clock.pass(1000);
    expect(payloads()).toHaveLength(2);
  });

  test('neither falls with a reading that fails, nor takes one down with it', () => {
    later('a');
    expect(() => store.add(() => JSON.parse('{'))).toThrow();
    store.outbox.later(() => JSON.parse('{'));
    store.add();
    expect(payloads()).toEqual(['a 1', 'event 2']);
  });

  test('stays in line while the disk is full', async () => {
    const trouble = vi.fn();
    store.outbox.onTrouble(trouble);
    later('a');
    store.db.pragma('query_only = ON');
    await store.clock.pass(200);
    expect(trouble).toHaveBeenCalledTimes(1);
    store.db.pragma('query_only = OFF');
    await store.clock.pass(5000);
    expect(payloads()).toEqual(['a 1']);
  });

  test('is saved when the store closes', () => {
    later('a');
    store.restart();
    expect(payloads()).toEqual(['a 1']);
  });
});

describe('a row that cannot be sent', () => {
  const stone = () => ({ id: 'stone', topic: 'tombs', payload: 'here lay one' });

  test('is kept whole, and a tombstone has its place and its sequence', () => {
    for (let i = 0; i < 3; i++) store.add();
    store.outbox.setAside(2, 'refused', ({ id, topic }) => ({ ...stone(), payload: `here lay ${id} of ${topic}` }));
    expect(store.messages().map(({ payload }) => payload)).toEqual(['event 1', 'here lay id-2 of topic', 'event 3']);
    expect(store.db.prepare('SELECT sequence, id, why FROM aside').raw().all()).toEqual([[2, 'id-2', 'refused']]);
    expect(store.add()).toBe(4);
  });

  test('is buried once: a tombstone never takes the place of a tombstone', () => {
    store.add();
    store.outbox.setAside(1, 'refused', stone);
    expect(() => store.outbox.setAside(1, 'refused', stone)).toThrow('UNIQUE');
    expect(store.messages()).toEqual([{ sequence: 1, topic: 'tombs', payload: 'here lay one' }]);
  });

  test('whose tombstone is damaged itself gets another, for the same event, and is still kept', () => {
    store.add();
    store.outbox.setAside(1, 'refused', stone);
    store.outbox.setAside(1, 'damaged', ({ id, topic }) => ({
      ...stone(),
      payload: `again: here lay ${id} of ${topic}`,
    }));
    expect(store.messages().map(({ payload }) => payload)).toEqual(['again: here lay id-1 of topic']);
    expect(store.db.prepare('SELECT sequence, id, why FROM aside').raw().all()).toEqual([[1, 'id-1', 'refused']]);
  });

  test('that is not there is refused', () => {
    expect(() => store.outbox.setAside(1, 'refused', stone)).toThrow('no such row');
  });
});

describe('a row is sealed', () => {
  test('and no text of it is in any file, nor the key in the database', () => {
    store.add(() => 'needle-7f3a');
    const names = readdirSync(store.folder);
    const bytes = (name: string): Buffer => readFileSync(join(store.folder, name));
    expect(names.some((name) => bytes(name).includes('needle-7f3a'))).toBe(false);
    const key = store.ring.current.key.export();
    for (const name of names.filter((name) => name !== 'yike.keys')) {
      expect(bytes(name).includes(key) || bytes(name).includes(key.toString('base64'))).toBe(false);
    }
  });

  test.each([
    ['payload', 'UPDATE outbox SET sealed = CAST(substr(sealed, 1, 40) || char(1) || substr(sealed, 42) AS BLOB)'],
    ['topic', "UPDATE outbox SET topic = 'topid'"],
    ['time', 'UPDATE outbox SET saved_at_ms = saved_at_ms + 1'],
    ['id', "UPDATE outbox SET id = 'id-0'"],
    ['key', 'UPDATE outbox SET key_id = 2'],
    ['place', 'UPDATE outbox SET sequence = sequence + 10'],
  ])('a change of its %s shows, and never as another value', (_, change) => {
    store.add();
    store.db.exec(change);
    expect(store.outbox.after(0, 10)).toEqual([{ sequence: expect.any(Number), damaged: true }]);
  });

  test('two rows that change places show too', () => {
    store.add();
    store.add();
    store.db.exec(`CREATE TEMP TABLE swap AS SELECT sequence, sealed FROM outbox;
      UPDATE outbox SET sealed = (SELECT sealed FROM swap WHERE swap.sequence = 3 - outbox.sequence)`);
    expect(store.messages()).toEqual([]);
  });
});

test('a full disk is an error to the one who saves, uses up no sequence, and ends with the fullness', () => {
  store.add();
  store.db.pragma('max_page_count = 1');
  const large = (): string => 'x'.repeat(100_000);
  expect(() => store.add(large)).toThrow(/full/);
  store.db.pragma('max_page_count = 100000');
  expect(store.add(large)).toBe(2);
});

test('without its marks the outbox gives no sequence', () => {
  store.db.exec('DELETE FROM mark');
  expect(() => store.add()).toThrow('damaged: a mark is missing');
  expect(sequences()).toEqual([]);
});
