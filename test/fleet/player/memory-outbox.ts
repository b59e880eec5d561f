/** A station's outbox without its disk: numbers from 1, marks, and each payload made anew from the same facts when it is asked for. */
import type { Message, Outbox } from '../../../edge-agent/store/outbox.ts';

interface Kept {
  readonly topic: string;
  readonly payload: (sequence: number) => string;
}

/** `receipts`: kept until the platform's receipt; else until the broker's acknowledgement. */
export function aMemoryOutbox(receipts: boolean): Outbox {
  const rows = new Map<number, Kept>();
  const listeners = new Set<() => void>();
  let last = 0;
  let acknowledged = 0;
  let receipted = 0;
  let added = false;

  const drop = (from: number, to: number): void => {
    for (let sequence = from + 1; sequence <= to; sequence++) rows.delete(sequence);
  };
  const told = (): void => {
    if (!added) return;
    added = false;
    for (const listener of listeners) listener();
  };
  const transaction = <T>(save: () => T): T => {
    const result = save();
    told();
    return result;
  };
  return {
    transaction,
    later: transaction,
    add(_id, topic, payload) {
      rows.set(++last, { topic, payload });
      added = true;
      return last;
    },
    acknowledged: () => acknowledged,
    acknowledge(sequence) {
      if (sequence > last) throw new Error('beyond the last event');
      if (sequence <= acknowledged) return;
      if (!receipts) drop(acknowledged, sequence);
      acknowledged = sequence;
    },
    receipted: () => receipted,
    receipt(sequence) {
      if (sequence > acknowledged) throw new Error('not acknowledged');
      if (sequence <= receipted) return;
      drop(receipted, sequence);
      receipted = sequence;
    },
    after(sequence, limit) {
      const found: Message[] = [];
      for (let next = sequence + 1; next <= last && found.length < limit; next++) {
        const row = rows.get(next);
        if (row) found.push({ sequence: next, topic: row.topic, payload: row.payload(next) });
      }
      return found;
    },
    depth: () => last - acknowledged,
    oldestSavedAt: () => undefined,
    newestSavedAt: () => undefined,
    setAside() {
      throw new Error('no row of a player is refused');
    },
    trySave() {},
    purge: () => 0,
    onAdded(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onTrouble: () => () => {},
    close() {},
  };
}
