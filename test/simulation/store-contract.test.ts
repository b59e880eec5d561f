/** One contract, two stores: the product's own, and the simulation's model of it. What holds for one holds for the other. */
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { armFaultPoints, type FaultPoint } from '../../edge-agent/fault-point.ts';
import type { Outbox } from '../../edge-agent/store/outbox.ts';
import type { Retained } from '../../edge-agent/store/retained.ts';
import { aStore } from '../a-store.ts';
import { aFakeClock, type FakeClock } from '../fake-clock.ts';
import { diceOf } from './random.ts';
import { openSimDisk } from './sim-disk.ts';

interface Tested extends Disposable {
  readonly outbox: Outbox;
  readonly retained: Retained;
  readonly clock: FakeClock;
  restart(): void;
}

const DAY_MS = 86_400_000;
const KEEP = { keepDays: 7, refuses: () => false, asked: () => {} };

function aSimStore(receipts: boolean): Tested {
  const clock = aFakeClock();
  const disk = openSimDisk({ ...KEEP, receipts, dice: diceOf(1, 'disk') });
  const life = { alive: true, clock, random: diceOf(1, 'life'), end: () => {} };
  let store = disk.open(life);
  return {
    clock,
    get outbox() {
      return store.outbox;
    },
    get retained() {
      return store.retained;
    },
    restart() {
      store.close();
      store = disk.open(life);
    },
    [Symbol.dispose]: disk.close,
  };
}

const STORES: readonly (readonly [string, (receipts: boolean) => Tested])[] = [
  ["the product's", (receipts) => aStore({ receipts })],
  ['the simulated', aSimStore],
];

afterEach(() => armFaultPoints());

const add = ({ outbox }: Tested, payload: (sequence: number) => string = (sequence) => `event ${sequence}`): number =>
  outbox.transaction(() => outbox.add('id', 'topic', payload));
const payloads = ({ outbox }: Tested): string[] =>
  outbox.after(0, 1e6).map((row) => ('damaged' in row ? 'damaged' : row.payload));
const throwing = (): string => {
  throw new Error('it could not be saved');
};
const stone = () => ({ id: 'stone', topic: 'tombs', payload: 'here lay one' });

describe.each(STORES)('%s store', (_, open) => {
  test('gives the sequence from 1, and none to what fails', () => {
    using store = open(false);
    expect(add(store)).toBe(1);
    expect(() => add(store, throwing)).toThrow('could not be saved');
    expect(add(store)).toBe(2);
    expect(payloads(store)).toEqual(['event 1', 'event 2']);
  });

  test('refuses an event outside a transaction, and a transaction within one', () => {
    using store = open(false);
    expect(() => store.outbox.add('id', 'topic', String)).toThrow('misuse');
    expect(() => store.outbox.transaction(() => store.outbox.transaction(() => 0))).toThrow('already open');
  });

  test('passes its labelled steps in order, and tells once, afterwards', () => {
    using store = open(false);
    const passed: (FaultPoint | 'told')[] = [];
    armFaultPoints((point) => passed.push(point));
    const cancel = store.outbox.onAdded(() => passed.push('told'));
    add(store);
    store.outbox.transaction(() => 'nothing added');
    cancel();
    add(store);
    const steps = ['before save', 'inside save', 'after save'];
    expect(passed).toEqual([...steps, 'told', ...steps, ...steps]);
  });

  test('saves what nobody waits for a fifth of a second later, or ahead of what is saved meanwhile', async () => {
    using store = open(false);
    const later = (name: string): void =>
      store.outbox.later(() => void store.outbox.add(name, 'topic', (sequence) => `${name} ${sequence}`));
    later('a');
    await store.clock.pass(150);
    later('b');
    expect(payloads(store)).toEqual([]);
    await store.clock.pass(50);
    later('c');
    add(store);
    later('d');
    store.restart();
    expect(payloads(store)).toEqual(['a 1', 'b 2', 'c 3', 'event 4', 'd 5']);
  });

  test('believes no acknowledgement beyond the last event, and no receipt beyond the acknowledged', () => {
    using store = open(true);
    add(store);
    expect(() => store.outbox.acknowledge(2)).toThrow('misuse');
    expect(() => store.outbox.receipt(1)).toThrow('misuse');
    store.outbox.acknowledge(1);
    store.outbox.receipt(1);
    store.outbox.receipt(0);
    expect([store.outbox.acknowledged(), store.outbox.receipted()]).toEqual([1, 1]);
  });

  test('puts a tombstone in the place of a row, once', () => {
    using store = open(false);
    for (let i = 0; i < 3; i++) add(store);
    store.outbox.setAside(2, 'refused', stone);
    expect(payloads(store)).toEqual(['event 1', 'here lay one', 'event 3']);
    expect(() => store.outbox.setAside(2, 'refused', stone)).toThrow('UNIQUE');
    expect(() => store.outbox.setAside(9, 'refused', stone)).toThrow('no such row');
    expect(add(store)).toBe(4);
  });

  test('takes no save while a save fails at its last step', () => {
    using store = open(false);
    armFaultPoints((point) => {
      if (point === 'inside save') throw new Error('the disk is full');
    });
    expect(() => add(store)).toThrow('full');
    expect(() => store.outbox.trySave()).toThrow('full');
    armFaultPoints();
    expect(add(store)).toBe(1);
  });

  test('remembers retained topics with a commit for the new ones, and forgets what it is told a fifth of a second later', async () => {
    using store = open(false);
    let commits = 0;
    armFaultPoints((point) => {
      if (point !== 'inside save') return;
      if (commits++ === 1) throw new Error('the disk is full');
    });
    store.retained.remember(['a', 'b']);
    expect(() => store.retained.remember(['b', 'c'])).toThrow('full');
    store.retained.remember(['a', 'b']);
    store.restart();
    expect([store.retained.topics(), commits]).toEqual([['a', 'b'], 2]);
    store.retained.remember(['b', 'c']);
    for (const topic of ['a', 'c']) store.retained.forget(topic);
    await store.clock.pass(200);
    store.restart();
    expect([store.retained.topics(), commits]).toEqual([['b'], 4]);
  });

  test.each([false, true])(
    'has the same marks and rows as a model, whatever happens to it (receipts: %s)',
    (receipts) => {
      const act = fc.constantFrom(
        'add',
        'fail',
        'acknowledge',
        'receipt',
        'set aside',
        'purge',
        'restart',
        'days pass',
      );
      fc.assert(
        fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
          using store = open(receipts);
          const model = { last: 0, acknowledged: 0, receipted: 0, kept: 0, due: [] as { at: number; upTo: number }[] };
          let buried = false;
          const half = (from: number, to: number): number => Math.ceil((from + to) / 2);
          const settle = (upTo: number, before: number): void => {
            if (upTo > before) model.due.push({ at: store.clock.wall(), upTo });
          };
          for (const now of acts) {
            const { outbox } = store;
            if (now === 'add') model.last = add(store);
            else if (now === 'fail') expect(() => add(store, throwing)).toThrow();
            else if (now === 'acknowledge') {
              const upTo = half(model.acknowledged, model.last);
              outbox.acknowledge(upTo);
              if (!receipts) settle(upTo, model.acknowledged);
              model.acknowledged = upTo;
            } else if (now === 'receipt') {
              const upTo = half(model.receipted, model.acknowledged);
              outbox.receipt(upTo);
              if (receipts) settle(upTo, model.receipted);
              model.receipted = upTo;
            } else if (now === 'purge') {
              const old = model.due.filter(({ at }) => at <= store.clock.wall() - KEEP.keepDays * DAY_MS);
              const due = Math.max(model.kept, ...old.map(({ upTo }) => upTo));
              expect(outbox.purge()).toBe(due - model.kept);
              model.kept = due;
            } else if (now === 'days pass') store.clock.jump(4 * DAY_MS);
            else if (now === 'restart') store.restart();
            else if (model.last > model.acknowledged && !buried) {
              outbox.setAside(model.acknowledged + 1, 'refused', stone);
              buried = true;
            }
            const box = store.outbox;
            expect([box.acknowledged(), box.receipted(), box.depth()]).toEqual([
              model.acknowledged,
              model.receipted,
              model.last - model.acknowledged,
            ]);
            const rows = box.after(0, 1e6).map(({ sequence }) => sequence);
            expect(rows).toEqual(Array.from({ length: model.last - model.kept }, (_, index) => model.kept + index + 1));
            expect(box.oldestSavedAt() !== undefined).toBe(model.last > model.acknowledged);
          }
        }),
        { numRuns: 60 },
      );
    },
  );
});

describe('the simulated disk', () => {
  const disk = (dice = diceOf(7, 'disk')) => openSimDisk({ ...KEEP, receipts: false, dice });
  const life = () => ({ alive: true, clock: aFakeClock(), random: diceOf(1, 'life'), end: () => {} });

  test('keeps what was committed, and loses marks that were only written, when the power goes; not when a process dies', () => {
    const kept = new Set<number>();
    for (let seed = 0; seed < 50; seed++) {
      const box = disk(diceOf(seed, 'disk'));
      const { outbox } = box.open(life());
      for (let i = 0; i < 4; i++) outbox.transaction(() => outbox.add('id', 'topic', String));
      for (let i = 1; i <= 4; i++) outbox.acknowledge(i);
      box.strike(true);
      const after = box.open(life()).outbox;
      expect(after.after(0, 10)).toHaveLength(4);
      kept.add(after.acknowledged());
    }
    expect([...kept].sort()).toEqual([0, 1, 2, 3, 4]);
    const box = disk();
    const { outbox } = box.open(life());
    outbox.transaction(() => outbox.add('id', 'topic', String));
    outbox.acknowledge(1);
    box.strike(false);
    expect(box.open(life()).outbox.acknowledged()).toBe(1);
  });

  test('is out of reach for a dead process, even for a save that it had begun', () => {
    const box = disk();
    const dying = { ...life(), alive: true };
    const { outbox } = box.open(dying);
    armFaultPoints((point) => {
      if (point === 'inside save') dying.alive = false;
    });
    expect(() => outbox.transaction(() => outbox.add('id', 'topic', String))).toThrow('dead');
    expect(() => outbox.after(0, 1)).toThrow('dead');
    expect(box.open(life()).outbox.after(0, 1)).toEqual([]);
  });

  test('says a damaged row, and only one that waits', () => {
    const box = disk();
    const { outbox } = box.open(life());
    expect(box.damage()).toBeUndefined();
    outbox.transaction(() => outbox.add('id', 'topic', () => 'a value'));
    expect(box.damage()).toBe('a value');
    expect(outbox.after(0, 1)).toEqual([{ sequence: 1, damaged: true }]);
  });
});
