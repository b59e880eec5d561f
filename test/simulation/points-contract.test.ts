/** One contract, two stores: what holds for the product's journal and ledger holds for the simulation's model of them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DepositJournal } from '../../edge-agent/store/deposit-journal.ts';
import { CITY, type Ledger } from '../../edge-agent/store/ledger.ts';
import type { Outbox } from '../../edge-agent/store/outbox.ts';
import { aStore } from '../a-store.ts';
import { aFakeClock } from '../fake-clock.ts';
import { diceOf } from './random.ts';
import { openSimDisk } from './sim-disk.ts';

interface Tested extends Disposable {
  readonly outbox: Outbox;
  readonly deposits: DepositJournal;
  readonly ledger: Ledger;
}

function aSimStore(): Tested {
  const clock = aFakeClock();
  const parts = { keepDays: 7, receipts: false, refuses: () => false, asked: () => {}, dice: diceOf(1, 'disk') };
  const disk = openSimDisk(parts);
  const store = disk.open({ alive: true, clock, random: diceOf(1, 'life'), end: () => {} });
  return { outbox: store.outbox, deposits: store.deposits, ledger: store.ledger, [Symbol.dispose]: disk.close };
}

const posting = (event: string, points: number, giver = CITY, taker = 'community') => ({
  event,
  giver,
  taker,
  points,
  prices: 'list-1',
  atMs: 5,
});

describe.each([
  ["the product's", () => aStore()],
  ['the simulated', aSimStore],
] as const)('%s store', (_, open: () => Tested) => {
  test('a deposit is open from its beginning until it is settled, with its steps in their order', () => {
    using store = open();
    const { outbox, deposits } = store;
    outbox.transaction(() => {
      deposits.begin('b', 2, { bin: 'bin-paper' });
      deposits.begin('a', 1, {});
    });
    outbox.transaction(() => deposits.note('b', 'pulse-1', 3));
    outbox.transaction(() => deposits.note('b', 'opened', 4, { why: 'evidence' }));
    expect(deposits.unsettled().map(({ id }) => id)).toEqual(['a', 'b']);
    expect(deposits.of('b')).toEqual({
      id: 'b',
      beganAtMs: 2,
      facts: { bin: 'bin-paper' },
      steps: [
        { step: 'pulse-1', atMs: 3 },
        { step: 'opened', atMs: 4 },
      ],
    });
    outbox.transaction(() => deposits.note('b', 'settled', 5));
    expect(deposits.unsettled().map(({ id }) => id)).toEqual(['a']);
    expect(deposits.of('nobody')).toBeUndefined();
  });

  test('no step happens twice, none behind the last, none of a deposit that is none, none outside a transaction', () => {
    using store = open();
    const { outbox, deposits, ledger } = store;
    outbox.transaction(() => deposits.begin('a', 1, {}));
    expect(() => outbox.transaction(() => deposits.begin('a', 1, {}))).toThrow();
    outbox.transaction(() => deposits.note('a', 'pulse-1', 2));
    expect(() => outbox.transaction(() => deposits.note('a', 'pulse-1', 2))).toThrow();
    expect(() => outbox.transaction(() => deposits.note('b', 'pulse-1', 2))).toThrow();
    outbox.transaction(() => deposits.note('a', 'settled', 3));
    expect(() => outbox.transaction(() => deposits.note('a', 'closed', 4))).toThrow();
    for (const act of [
      () => deposits.begin('c', 1, {}),
      () => deposits.note('a', 'opened', 1),
      () => deposits.forget(0),
      () => deposits.dispute('a'),
      () => ledger.post(posting('c', 1)),
    ])
      expect(act).toThrow('misuse');
    expect(deposits.of('a')?.steps.map(({ step }) => step)).toEqual(['pulse-1', 'settled']);
  });

  test('what is saved together is there together, or not at all', () => {
    using store = open();
    const { outbox, deposits, ledger } = store;
    expect(() =>
      outbox.transaction(() => {
        deposits.begin('a', 1, {});
        ledger.post(posting('a', 3));
        throw new Error('no');
      }),
    ).toThrow('no');
    expect([deposits.unsettled(), ledger.of('a'), ledger.balance('community')]).toEqual([[], undefined, 0]);
  });

  test('what is settled long ago is forgotten, but not what somebody disputes, nor what is open', () => {
    using store = open();
    const { outbox, deposits } = store;
    outbox.transaction(() => {
      for (const id of ['old', 'disputed', 'new', 'open']) deposits.begin(id, 1, {});
      for (const [id, atMs] of [
        ['old', 10],
        ['disputed', 10],
        ['new', 20],
      ] as const)
        deposits.note(id, 'settled', atMs);
    });
    outbox.transaction(() => deposits.dispute('disputed'));
    expect([10, 11].map(deposits.isDue)).toEqual([false, true]);
    outbox.transaction(() => deposits.forget(20));
    expect(deposits.isDue(20)).toBe(false);
    expect(['old', 'disputed', 'new', 'open'].filter((id) => deposits.of(id))).toEqual(['disputed', 'new', 'open']);
  });

  test('an event has one posting; nobody but the city gives what he has not', () => {
    using store = open();
    const { outbox, ledger } = store;
    const post = (...of: Parameters<typeof posting>): void => outbox.transaction(() => ledger.post(posting(...of)));
    post('a', 7);
    expect(() => post('a', 7)).toThrow('misuse');
    expect(() => post('b', 8, 'community', 'shop')).toThrow('misuse');
    expect(() => post('b', 0)).toThrow();
    expect(() => post('b', 1.5)).toThrow();
    expect(() => post('b', -1)).toThrow();
    expect(() => post('b', 1, CITY, CITY)).toThrow();
    post('b', 7, 'community', 'shop');
    expect(['community', 'shop', CITY].map(ledger.balance)).toEqual([0, 7, -7]);
    expect(ledger.of('b')).toEqual(posting('b', 7, 'community', 'shop'));
    expect(ledger.sum()).toBe(0);
  });

  test('whatever is posted, in any order and more than once, the sum is 0 and nobody is below it', () => {
    const accounts = [CITY, 'community', 'shop'];
    const one = fc.record({
      event: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      giver: fc.constantFrom(...accounts),
      taker: fc.constantFrom(...accounts),
      points: fc.integer({ min: -1, max: 20 }),
      fails: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 12 }), (all) => {
        using store = open();
        const { outbox, ledger } = store;
        const model = new Map<string, (typeof all)[number]>();
        const has = (account: string): number =>
          [...model.values()].reduce(
            (sum, { giver, taker, points }) =>
              sum + (taker === account ? points : 0) - (giver === account ? points : 0),
            0,
          );
        for (const next of all) {
          const { event, giver, taker, points, fails } = next;
          const may =
            !fails && !model.has(event) && points > 0 && giver !== taker && (giver === CITY || has(giver) >= points);
          const post = (): void =>
            outbox.transaction(() => {
              ledger.post(posting(event, points, giver, taker));
              if (fails) throw new Error('the disk is full');
            });
          if (may) {
            post();
            model.set(event, next);
          } else expect(post).toThrow();
        }
        expect(accounts.map(ledger.balance)).toEqual(accounts.map(has));
        expect(ledger.sum()).toBe(0);
        expect(accounts.slice(1).every((account) => ledger.balance(account) >= 0)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
