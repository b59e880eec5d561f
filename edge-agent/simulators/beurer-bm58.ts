/** A Beurer BM58 with two users, on a cable of either kind. */

import {
  ALIVE,
  LETTERS,
  NAME_BYTES,
  NO_RECORD,
  questions,
  RECORD_FOLLOWS,
  REPORT_BYTES,
  report,
  reports,
} from '../protocols/beurer-dialect.ts';
import { asciiOf, bytesOf, concat, u8 } from '../protocols/bytes.ts';
import {
  type Inside,
  isSecondUsers,
  type KeptPressure,
  pressureMemorySimulator,
  SECOND_USER,
} from './pressure-memory.ts';
import type { Simulator } from './simulator.ts';

const BEFORE: readonly KeptPressure[] = [
  { at: [2024, 2, 29, 7, 5, 0], systolicMmHg: 120, diastolicMmHg: 80, pulsePerMin: 65 },
  { at: [2026, 11, 23, 10, 30, 0], systolicMmHg: 138, diastolicMmHg: 84, pulsePerMin: 72 },
  { at: [2026, 11, 23, 10, 31, 0], systolicMmHg: 162, diastolicMmHg: 98, pulsePerMin: 78, mark: SECOND_USER },
];
const NAME_LETTERS: readonly number[] = LETTERS.name;
const NAME = asciiOf('ANDON KD001 BEURER BM58').slice(0, NAME_BYTES);

const recordOf = (record: KeptPressure): Uint8Array => {
  const { at, systolicMmHg, diastolicMmHg, pulsePerMin, mark } = record;
  const [year, month, day, hour, minute] = at;
  const whose = isSecondUsers(record) ? 0x80 : 0;
  const irregular = mark === 'irregular' ? 0x80 : 0;
  return bytesOf(
    systolicMmHg - 25,
    diastolicMmHg - 25,
    pulsePerMin,
    month,
    day | whose,
    hour,
    minute,
    (year - 2000) | irregular,
  );
};

/** The first user's, newest first, then the second's. */
const inOrder = (records: readonly KeptPressure[]): readonly KeptPressure[] => {
  const newestFirst = records.toReversed();
  return [...newestFirst.filter((one) => !isSecondUsers(one)), ...newestFirst.filter(isSecondUsers)];
};

const overHid =
  ({ records }: Inside) =>
  (said: Uint8Array): readonly Uint8Array[] => {
    const letter = u8(said, 0);
    const part = NAME_LETTERS.indexOf(letter);
    if (part >= 0) return [report(NAME.slice(part * REPORT_BYTES, (part + 1) * REPORT_BYTES))];
    if (letter === LETTERS.ping) return [report(bytesOf(ALIVE))];
    if (letter === LETTERS.count) return [report(bytesOf(records().length))];
    if (letter !== LETTERS.record) return [];
    const record = inOrder(records())[u8(said, 1) - 1];
    return [record ? recordOf(record) : report(bytesOf(NO_RECORD))];
  };

const overSerial =
  ({ records }: Inside) =>
  (said: Uint8Array): readonly Uint8Array[] => {
    const letter = u8(said, 0);
    if (letter === LETTERS.ping) return [bytesOf(ALIVE)];
    if (letter === LETTERS.name[0]) return [concat(NAME, new Uint8Array(NAME_BYTES - NAME.length))];
    if (letter === LETTERS.count) return [bytesOf(records().length)];
    if (letter !== LETTERS.record) return [];
    const record = inOrder(records())[u8(said, 1) - 1];
    return [record ? concat(bytesOf(RECORD_FOLLOWS), recordOf(record)) : bytesOf(NO_RECORD)];
  };

const MOST_RECORDS = 60;

export const beurerSimulator = (): Simulator =>
  pressureMemorySimulator<Uint8Array>({
    driver: 'beurer-bm58',
    language: reports,
    most: MOST_RECORDS,
    marks: ['irregular', SECOND_USER],
    before: BEFORE,
    answers: overHid,
    wrap: (message) => [message],
  });

/** An older one: nobody says that its records have marks. */
export const beurerSerialSimulator = (): Simulator =>
  pressureMemorySimulator<Uint8Array>({
    driver: 'beurer-bm58-serial',
    language: questions,
    most: MOST_RECORDS,
    marks: [],
    before: BEFORE.map(({ mark: _, ...record }) => record),
    answers: overSerial,
    wrap: (message) => [message],
  });
