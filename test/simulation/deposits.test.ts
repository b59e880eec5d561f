/** `YIKE_DEPOSITS=10000 … --project simulation test/simulation/deposits.test.ts` plays as many scripts. */
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { armFaultPoints } from '../../edge-agent/fault-point.ts';
import type { DepositStep } from '../../edge-agent/store/deposit-journal.ts';
import type { Store } from '../../edge-agent/store/store.ts';
import { breaches, play, script } from './deposit-script.ts';

const RUNS = Number(process.env.YIKE_DEPOSITS ?? 400);
afterEach(() => armFaultPoints());

const holds = (between?: (store: Store) => Store) =>
  fc.asyncProperty(script, async (steps) => {
    const played = await play(steps, between);
    try {
      expect(breaches(played)).toEqual([]);
    } finally {
      played.world.close();
    }
  });

test(`${RUNS} scripts of everything at once: each deposit comes to one thing, once`, async () => {
  await fc.assert(holds(), { numRuns: RUNS, ...(process.env.YIKE_SEED && { seed: Number(process.env.YIKE_SEED) }) });
});

/** Mistakes that a station could make, each in one place. */
const forgetting =
  (step: DepositStep) =>
  (store: Store): Store => ({
    ...store,
    deposits: {
      ...store.deposits,
      note(id, name, ...more) {
        if (name !== step) store.deposits.note(id, name, ...more);
      },
    },
  });
const MISTAKES: readonly (readonly [string, (store: Store) => Store])[] = [
  ['a pulse is not noted before it is sent', forgetting('pulse-1')],
  ['what came of it is not noted', forgetting('settled')],
  ['points are told and not posted', (store) => ({ ...store, ledger: { ...store.ledger, post() {} } })],
  ['what is open is not resumed', (store) => ({ ...store, deposits: { ...store.deposits, unsettled: () => [] } })],
  [
    'points are reckoned twice',
    (store) => {
      const twice: Store['ledger'] = {
        ...store.ledger,
        post: (of) => store.ledger.post({ ...of, points: 2 * of.points }),
      };
      return { ...store, ledger: twice };
    },
  ],
];
test.each(MISTAKES)('the control: it is found when %s', async (_, between) => {
  expect((await fc.check(holds(between), { numRuns: 300, endOnFailure: true })).failed).toBe(true);
});
