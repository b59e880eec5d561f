import type { KeyRing } from './key-ring.ts';
import { seal, unseal } from './seal.ts';
import { StoreError } from './store-error.ts';

/** What may be read of a row without a key: its place in the line and its topic, in which no person is. */
export interface RowFacts {
  readonly sequence: number;
  readonly id: string;
  readonly topic: string;
  /** Wall clock. */
  readonly savedAtMs: number;
}

export interface Sealed {
  readonly keyId: number;
  readonly sealed: Uint8Array;
}

/** Bound to every column: a payload that was moved to another row, topic or key does not open. */
const placeOf = ({ sequence, id, topic, savedAtMs }: RowFacts, keyId: number): string =>
  `outbox|${sequence}|${id}|${topic}|${savedAtMs}|${keyId}`;

export function sealRow({ current }: Pick<KeyRing, 'current'>, facts: RowFacts, payload: string): Sealed {
  return { keyId: current.id, sealed: seal(current.key, placeOf(facts, current.id), payload) };
}

/** Throws a StoreError `damaged`: one flipped bit of any column is enough, and passes every check of SQLite. */
export function openRow(ring: Pick<KeyRing, 'find'>, row: RowFacts & Sealed): string {
  const key = ring.find(row.keyId);
  if (!key) throw new StoreError('damaged', 'the key of a row is gone');
  return unseal(key, placeOf(row, row.keyId), row.sealed);
}
