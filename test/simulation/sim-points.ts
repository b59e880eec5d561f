/** The product's journal of deposits and its ledger, in memory. Shares no code with the product's own; one contract holds both. */
import type { DepositJournal, DepositStep, Journalled } from '../../edge-agent/store/deposit-journal.ts';
import { CITY, type Ledger, type Posting } from '../../edge-agent/store/ledger.ts';
import { StoreError } from '../../edge-agent/store/store-error.ts';

interface Noted {
  readonly deposit: string;
  readonly step: DepositStep;
  readonly atMs: number;
}

/** What lies on the disk. */
export interface PointsTable {
  begun: { readonly id: string; readonly beganAtMs: number; readonly facts: string }[];
  steps: Noted[];
  postings: Posting[];
  disputed: string[];
}

export const blankPoints = (): PointsTable => ({ begun: [], steps: [], postings: [], disputed: [] });

export function openSimPoints(table: PointsTable, mayTouch: () => void) {
  /** What the open transaction sees; nothing of it is there before it is kept. */
  let inside: PointsTable | undefined;
  const open = (): PointsTable => {
    mayTouch();
    if (!inside) throw new StoreError('misuse', 'outside a transaction');
    return inside;
  };
  const seen = (): PointsTable => {
    mayTouch();
    return inside ?? table;
  };
  const isSettled = ({ steps }: PointsTable, id: string): boolean =>
    steps.some(({ deposit, step }) => deposit === id && step === 'settled');
  const old = ({ steps, disputed }: PointsTable, beforeMs: number): Set<string> =>
    new Set(
      steps
        .filter(({ step, atMs, deposit }) => step === 'settled' && atMs < beforeMs && !disputed.includes(deposit))
        .map(({ deposit }) => deposit),
    );
  const whole = (id: string): Journalled<unknown> | undefined => {
    const { begun, steps } = seen();
    const one = begun.find((other) => other.id === id);
    if (!one) return undefined;
    const its = steps.filter(({ deposit }) => deposit === id).map(({ step, atMs }) => ({ step, atMs }));
    return { id, beganAtMs: one.beganAtMs, facts: JSON.parse(one.facts), steps: its };
  };

  const deposits: DepositJournal = {
    begin(id, beganAtMs, facts) {
      const { begun } = open();
      if (begun.some((one) => one.id === id)) throw new Error('UNIQUE constraint failed: deposit.id');
      begun.push({ id, beganAtMs, facts: JSON.stringify(facts) });
    },
    note(id, step, atMs) {
      const { begun, steps } = open();
      if (!begun.some((one) => one.id === id) || isSettled(open(), id))
        throw new StoreError('misuse', 'there is no such open deposit');
      if (steps.some((one) => one.deposit === id && one.step === step))
        throw new Error('UNIQUE constraint failed: deposit_step.deposit, deposit_step.step');
      steps.push({ deposit: id, step, atMs });
    },
    unsettled: () =>
      seen()
        .begun.filter(({ id }) => !isSettled(seen(), id))
        .sort((one, other) => one.beganAtMs - other.beganAtMs || (one.id < other.id ? -1 : 1))
        .flatMap(({ id }) => whole(id) ?? []),
    of: whole,
    dispute: (id) => void open().disputed.push(id),
    isDue: (beforeMs) => old(seen(), beforeMs).size > 0,
    forget(beforeMs) {
      const now = open();
      const gone = old(now, beforeMs);
      now.steps = now.steps.filter(({ deposit }) => !gone.has(deposit));
      now.begun = now.begun.filter(({ id }) => !gone.has(id));
    },
  };

  const balance = (account: string): number =>
    seen().postings.reduce(
      (sum, { giver, taker, points }) => sum + (taker === account ? points : 0) - (giver === account ? points : 0),
      0,
    );
  const ledger: Ledger = {
    post(posting) {
      const { postings } = open();
      const { event, giver, taker, points } = posting;
      if (postings.some((one) => one.event === event)) throw new StoreError('misuse', 'it has its posting');
      if (giver !== CITY && balance(giver) < points) throw new StoreError('misuse', 'too many');
      if (!Number.isInteger(points) || points <= 0 || giver === taker) throw new Error('CHECK constraint failed');
      postings.push(posting);
    },
    balance,
    of: (event) => seen().postings.find((one) => one.event === event),
    sum: () =>
      [...new Set(seen().postings.flatMap(({ giver, taker }) => [giver, taker]))].reduce(
        (sum, account) => sum + balance(account),
        0,
      ),
  };

  return {
    deposits,
    ledger,
    beside: {
      begin(): void {
        inside = {
          begun: [...table.begun],
          steps: [...table.steps],
          postings: [...table.postings],
          disputed: [...table.disputed],
        };
      },
      keep(): void {
        if (inside) Object.assign(table, inside);
      },
      drop(): void {
        inside = undefined;
      },
    },
  };
}
