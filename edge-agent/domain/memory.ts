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
 * What each record is known by, in their order: its meter, whose it is, its time, what it says, and of several that are the same in all
 * that, the how-manieth it is. Not the meter's number, and no mark that its owner may still change: before or after a meal.
 */
export function namesOf({ unit, records }: Pick<Memory, 'unit' | 'records'>): readonly string[] {
  const counts = new Map<string, number>();
  return records.map(({ user, deviceClock, event }) => {
    const alike = JSON.stringify([unit.serialNumber, unit.model, user, deviceClock, ...numbersOf(event)]);
    const nth = (counts.get(alike) ?? 0) + 1;
    counts.set(alike, nth);
    return `${alike} ${nth}`;
  });
}

function numbersOf(event: Reading | Rejected): readonly unknown[] {
  if (event.event === 'rejected') return [event.reason];
  const beyond = event.flags?.find((flag) => flag === 'above-range' || flag === 'below-range');
  return event.kind === 'glucose'
    ? [event.kind, event.meterValue ?? event.mmolPerL, beyond]
    : [event.kind, event.systolicMmHg, event.diastolicMmHg, event.pulsePerMin];
}

/** Which records were not there before: a memory read out again adds nothing. */
export function newRecords() {
  const known = new Set<string>();
  return (memory: Pick<Memory, 'unit' | 'records'>): StoredRecord[] => {
    const names = namesOf(memory);
    const fresh = memory.records.filter((_, at) => !known.has(names[at] ?? ''));
    for (const name of names) known.add(name);
    return fresh;
  };
}
