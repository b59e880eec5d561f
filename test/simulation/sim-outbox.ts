/** The product's `Outbox` over a model of a disk, in memory. Shares no code with the product's own; one contract holds both. */
import { faultPoint } from '../../edge-agent/fault-point.ts';
import type { Cancel, Clock } from '../../edge-agent/ports.ts';
import type { Outbox, Row } from '../../edge-agent/store/outbox.ts';
import { StoreError } from '../../edge-agent/store/store-error.ts';

export interface SimRow {
  readonly sequence: number;
  readonly id: string;
  readonly topic: string;
  readonly payload: string;
  readonly savedAtMs: number;
  damaged: boolean;
}

interface Settlement {
  readonly sequence: number;
  readonly atMs: number;
}

/** What lies on the disk. Rows stand without a gap from `first` on. */
export interface Table {
  first: number;
  rows: SimRow[];
  readonly aside: Set<number>;
  acknowledged: number;
  receipted: number;
  settled: Settlement[];
  /** Marks that were written and not synchronised, in their order; `settles`: their rows' days count from then. */
  unsynced: (Settlement & { readonly settles: boolean })[];
}

export const blankTable = (): Table => ({
  first: 1,
  rows: [],
  aside: new Set(),
  acknowledged: 0,
  receipted: 0,
  settled: [],
  unsynced: [],
});

/** So many of the marks reach the disk; the others never were. */
export function synchronise(table: Table, count = table.unsynced.length): void {
  for (const { sequence, atMs, settles } of table.unsynced.slice(0, count)) {
    table.acknowledged = Math.max(table.acknowledged, sequence);
    if (settles) table.settled.push({ sequence, atMs });
  }
  table.unsynced = [];
}

export interface SimOutboxParts {
  readonly table: Table;
  readonly clock: Clock;
  readonly keepDays: number;
  readonly receipts: boolean;
  /** Throws when this process may no longer touch the disk. */
  readonly mayTouch: () => void;
  /** The disk takes nothing now. */
  readonly refuses: () => boolean;
  /** What is saved in the same commit. */
  readonly beside: { begin(): void; keep(): void; drop(): void };
  /** Told how many rows were asked for at once. */
  readonly asked: (rows: number) => void;
}

const DAY_MS = 86_400_000;
const GROUP_WITHIN_MS = 200;
const TRY_AGAIN_MS = 5000;
const PURGE_ROWS = 1000;

export function openSimOutbox(parts: SimOutboxParts): Outbox {
  const { table, clock, keepDays, receipts, mayTouch, refuses, beside, asked } = parts;
  const added = new Set<() => void>();
  const troubled = new Set<() => void>();
  let staged: SimRow[] | undefined;
  let putOff: (() => void)[] = [];
  let cancelGroup: Cancel | undefined;
  let acknowledged = Math.max(table.acknowledged, table.unsynced.at(-1)?.sequence ?? 0, table.receipted);

  const last = (): number => table.first + table.rows.length - 1;
  const rowOf = (sequence: number): SimRow | undefined => table.rows[sequence - table.first];

  /** All or nothing, synchronised. */
  const committed = <T>(change: () => T, keep: (result: T) => void = () => {}): T => {
    mayTouch();
    const result = change();
    faultPoint('inside save');
    mayTouch();
    if (refuses()) throw new Error('the disk is full');
    keep(result);
    synchronise(table);
    return result;
  };
  const saved = <T>(save: () => T): T => {
    if (staged) throw new StoreError('misuse', 'a transaction is already open');
    faultPoint('before save');
    const mine: SimRow[] = [];
    staged = mine;
    let result: T;
    try {
      beside.begin();
      result = committed(save, () => {
        table.rows.push(...mine);
        beside.keep();
      });
    } finally {
      staged = undefined;
      beside.drop();
    }
    faultPoint('after save');
    mayTouch();
    if (mine.length > 0) for (const listener of added) listener();
    return result;
  };
  /** What nobody waits for has a commit of its own, and takes nothing else down with it. */
  const saveGroup = (): void => {
    if (putOff.length === 0 || staged) return;
    cancelGroup?.();
    cancelGroup = undefined;
    const group = putOff;
    putOff = [];
    try {
      saved(() => {
        for (const save of group) save();
      });
    } catch {
      putOff = [...group, ...putOff];
      for (const listener of troubled) listener();
      cancelGroup ??= clock.at(clock.now() + TRY_AGAIN_MS, saveGroup);
    }
  };

  return {
    transaction(save) {
      saveGroup();
      return saved(save);
    },
    later(save) {
      putOff.push(save);
      cancelGroup ??= clock.at(clock.now() + GROUP_WITHIN_MS, saveGroup);
    },
    add(id, topic, payload) {
      if (!staged) throw new StoreError('misuse', 'an event is saved together with what happened');
      const sequence = last() + staged.length + 1;
      staged.push({ sequence, id, topic, payload: payload(sequence), savedAtMs: clock.wall(), damaged: false });
      return sequence;
    },
    acknowledged: () => acknowledged,
    acknowledge(sequence) {
      mayTouch();
      if (sequence > last()) throw new StoreError('misuse', 'acknowledged beyond the last event');
      if (sequence <= acknowledged && table.unsynced.length === 0 && sequence <= table.acknowledged) return;
      acknowledged = Math.max(acknowledged, sequence);
      if (refuses()) for (const listener of troubled) listener();
      else table.unsynced.push({ sequence: acknowledged, atMs: clock.wall(), settles: !receipts });
    },
    receipted: () => table.receipted,
    receipt(sequence) {
      mayTouch();
      if (sequence > acknowledged) throw new StoreError('misuse', 'receipted beyond what is acknowledged');
      if (refuses()) throw new Error('the disk is full');
      synchronise(table);
      if (sequence <= table.receipted) return;
      table.receipted = sequence;
      if (receipts) table.settled.push({ sequence, atMs: clock.wall() });
    },
    trySave: () => committed(() => {}),
    after(sequence, limit) {
      mayTouch();
      asked(limit);
      const from = Math.max(0, sequence + 1 - table.first);
      return table.rows
        .slice(from, from + limit)
        .map(
          ({ sequence, topic, payload, damaged }): Row =>
            damaged ? { sequence, damaged } : { sequence, topic, payload },
        );
    },
    setAside(sequence, _, tombstone) {
      const row = rowOf(sequence);
      committed(
        () => {
          if (!row) throw new StoreError('misuse', 'there is no such row');
          if (table.aside.has(sequence)) throw new Error('UNIQUE constraint failed: aside.sequence');
          return tombstone(row);
        },
        (stone) => {
          table.aside.add(sequence);
          table.rows[sequence - table.first] = { sequence, savedAtMs: row?.savedAtMs ?? 0, damaged: false, ...stone };
        },
      );
    },
    depth: () => last() - acknowledged,
    newestSavedAt: () => table.rows.at(-1)?.savedAtMs,
    oldestSavedAt: () => rowOf(Math.max(acknowledged + 1, table.first))?.savedAtMs,
    purge() {
      mayTouch();
      if (refuses()) throw new Error('the disk is full');
      synchronise(table);
      const before = clock.wall() - keepDays * DAY_MS;
      const due = Math.max(0, ...table.settled.filter(({ atMs }) => atMs <= before).map(({ sequence }) => sequence));
      const upTo = receipts ? Math.min(due, table.receipted) : due;
      const purged = Math.max(0, Math.min(upTo - table.first + 1, table.rows.length, PURGE_ROWS));
      table.rows.splice(0, purged);
      table.first += purged;
      table.settled = table.settled.filter(({ sequence }) => sequence >= table.first);
      return purged;
    },
    onAdded: (listener) => subscribe(added, listener),
    onTrouble: (listener) => subscribe(troubled, listener),
    close() {
      saveGroup();
      cancelGroup?.();
    },
  };
}

function subscribe(listeners: Set<() => void>, listener: () => void): Cancel {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
