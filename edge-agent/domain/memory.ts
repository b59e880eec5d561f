/** What a meter has stored: read out whole, with its own numbering and by its own clock. */
import type { Reading, Rejected } from './event.ts';

export interface StoredRecord {
  /** As the meter numbers it. Not an identity: a full memory may renumber. */
  readonly index: number;
  /** Whose it is, as a meter for several people counts them, from 1; absent where it has but one, or does not say. */
  readonly user?: number;
  /** Local time by the meter's own clock; absent where what it stored is no time. */
  readonly deviceClock?: string;
  readonly event: Reading | Rejected;
}

/** The thing that was plugged in, by its own word. */
export interface Unit {
  readonly model?: string;
  readonly serialNumber?: string;
}

export interface Memory {
  /** Whose it was and how much was in it when its reading began, in the protocol's own words: another mark, another memory. */
  readonly mark: string;
  readonly unit: Unit;
  /** What its clock showed, and when we heard that, on the clock that only rises; absent where it cannot be asked. */
  readonly clock?: { readonly deviceClock: string; readonly heardAt: number };
  /** Oldest first, by the meter's own clock. */
  readonly records: readonly StoredRecord[];
}

/** Oldest first. The order in which a meter numbers its records is its own affair; equal times stay in it. */
export const oldestFirst = (records: readonly StoredRecord[], newest: 'last' | 'first' = 'last'): StoredRecord[] =>
  records.toSorted(
    (a, b) =>
      order(a.deviceClock ?? '', b.deviceClock ?? '') || (newest === 'last' ? a.index - b.index : b.index - a.index),
  );

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Which records were not there before: a memory read out again adds nothing. A record is known by its meter, whose it is,
 * its time and what it says; of several that are the same in all that, the meter's memory holds as many as it holds.
 */
export function newRecords() {
  const known = new Map<string, number>();
  return ({ unit, records }: Pick<Memory, 'unit' | 'records'>): StoredRecord[] => {
    const counts = new Map<string, number>();
    return records.filter(({ user, deviceClock, event }) => {
      const key = JSON.stringify([unit, user, deviceClock, event]);
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      if (count <= (known.get(key) ?? 0)) return false;
      known.set(key, count);
      return true;
    });
  };
}
