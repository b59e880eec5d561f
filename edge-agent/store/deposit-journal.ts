import type { Database } from './database.ts';
import { StoreError } from './store-error.ts';

/** What may happen to a deposit behind its beginning, each once. `pulse-1`, `pulse-2`: the lock is about to be let go. */
export type DepositStep = 'pulse-1' | 'pulse-2' | 'opened' | 'closed' | 'settled';

export interface Journalled<Facts> {
  readonly id: string;
  readonly beganAtMs: number;
  readonly facts: Facts;
  readonly steps: readonly { readonly step: DepositStep; readonly atMs: number }[];
}

/**
 * The deposits at this station's bins, step by step. A step is on disk before what it allows is done: what a killed process
 * had begun can be told from what it had finished.
 */
export interface DepositJournal {
  /** Only inside a transaction of the outbox. Leave to open the bin once: the deposit's id is its name. */
  begin(id: string, atMs: number, facts: object): void;
  /** Only inside a transaction of the outbox. Throws when that step was noted before, or the deposit is settled. */
  note(id: string, step: DepositStep, atMs: number, facts?: object): void;
  /** Those that nothing has come of yet, oldest first; `facts` as they were begun with. */
  unsettled(): readonly Journalled<unknown>[];
  of(id: string): Journalled<unknown> | undefined;
  /** Only inside a transaction. Somebody doubts what came of it: all of it is kept. */
  dispute(id: string): void;
  /** Is there anything that `forget` would take? */
  isDue(beforeMs: number): boolean;
  /** Only inside a transaction. What was settled before that moment goes, its steps too, but for what is disputed. The ledger stays. */
  forget(beforeMs: number): void;
}

interface Row {
  readonly id: string;
  readonly beganAtMs: number;
  readonly facts: string;
}

export function openDepositJournal(db: Database): DepositJournal {
  const insert = db.prepare<[string, number, string]>('INSERT INTO deposit (id, began_at_ms, facts) VALUES (?, ?, ?)');
  const step = db.prepare<[string, string, number, string]>(
    'INSERT INTO deposit_step (deposit, step, at_ms, facts) VALUES (?, ?, ?, ?)',
  );
  const settle = db.prepare<[string]>('UPDATE deposit SET settled = 1 WHERE id = ? AND settled = 0');
  const COLUMNS = 'id, began_at_ms AS beganAtMs, facts';
  const open = db.prepare<[], Row>(`SELECT ${COLUMNS} FROM deposit WHERE settled = 0 ORDER BY began_at_ms, id`);
  const isOpen = db.prepare<[string], number>('SELECT 1 FROM deposit WHERE id = ? AND settled = 0').pluck();
  const one = db.prepare<[string], Row>(`SELECT ${COLUMNS} FROM deposit WHERE id = ?`);
  const stepsOf = db.prepare<[string], { step: DepositStep; atMs: number }>(
    'SELECT step, at_ms AS atMs FROM deposit_step WHERE deposit = ? ORDER BY n',
  );
  const dropSteps = db.prepare<[string]>('DELETE FROM deposit_step WHERE deposit = ?');
  const drop = db.prepare<[string]>('DELETE FROM deposit WHERE id = ?');
  const due = db
    .prepare<[number], string>(
      `SELECT id FROM deposit JOIN deposit_step ON deposit = id AND step = 'settled' WHERE at_ms < ? AND disputed = 0`,
    )
    .pluck();
  const doubt = db.prepare<[string]>('UPDATE deposit SET disputed = 1 WHERE id = ?');

  const inside = (): void => {
    if (!db.inTransaction) throw new StoreError('misuse', 'a step is saved together with what it allows');
  };
  const whole = ({ facts, ...row }: Row): Journalled<unknown> => ({
    ...row,
    facts: JSON.parse(facts),
    steps: stepsOf.all(row.id),
  });

  return {
    begin(id, atMs, facts) {
      inside();
      insert.run(id, atMs, JSON.stringify(facts));
    },
    note(id, name, atMs, facts = {}) {
      inside();
      if (isOpen.get(id) === undefined) throw new StoreError('misuse', 'there is no such open deposit');
      step.run(id, name, atMs, JSON.stringify(facts));
      if (name === 'settled') settle.run(id);
    },
    unsettled: () => open.all().map(whole),
    of(id) {
      const row = one.get(id);
      return row && whole(row);
    },
    dispute(id) {
      inside();
      doubt.run(id);
    },
    isDue: (beforeMs) => due.get(beforeMs) !== undefined,
    forget(beforeMs) {
      inside();
      for (const id of due.all(beforeMs)) {
        dropSteps.run(id);
        drop.run(id);
      }
    },
  };
}
