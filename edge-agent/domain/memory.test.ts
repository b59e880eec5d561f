import { expect, test } from 'vitest';
import { namesOf, newRecords, oldestFirst, type StoredRecord } from './memory.ts';
import { glucoseInMgPerDl } from './reading.ts';

const unit = { serialNumber: 'A1' };
const record = (index: number, deviceClock: string, mgPerDl = 100): StoredRecord => ({
  index,
  deviceClock,
  event: glucoseInMgPerDl(mgPerDl, { deviceClock }),
});
const [nine, ten] = ['2026-11-23T09:00:00', '2026-11-23T10:00:00'];

test('oldest first by the meter’s clock; equal times in the meter’s own order; what has no time before all', () => {
  const timeless: StoredRecord = { index: 9, event: { event: 'rejected', reason: 'date' } };
  const records = [record(1, ten), record(3, nine), record(2, nine), timeless];
  expect(oldestFirst(records).map(({ index }) => index)).toEqual([9, 2, 3, 1]);
});

test('where the meter numbers the newest first, equal times are turned round', () => {
  const records = [record(0, ten), record(1, nine), record(2, nine)];
  expect(oldestFirst(records, 'first').map(({ index }) => index)).toEqual([2, 1, 0]);
});

test('a memory read again adds nothing, however it numbers', () => {
  const fresh = newRecords();
  expect(fresh({ unit, records: [record(1, nine), record(2, ten)] })).toHaveLength(2);
  expect(fresh({ unit, records: [record(7, nine), record(8, ten)] })).toEqual([]);
});

test('a mark that its owner changes later makes no other reading of it', () => {
  const marked = (meal?: 'after-meal'): StoredRecord => ({
    index: 1,
    deviceClock: nine,
    event: glucoseInMgPerDl(100, { deviceClock: nine, ...(meal && { meal }) }),
  });
  expect(namesOf({ unit, records: [marked('after-meal')] })).toEqual(namesOf({ unit, records: [marked()] }));
});

test.each([
  ['another time', { unit, records: [record(1, nine), record(2, ten)] }],
  ['another value', { unit, records: [record(1, nine), record(2, nine, 101)] }],
  ['one more of the same', { unit, records: [record(1, nine), record(2, nine)] }],
  ['another user', { unit, records: [{ ...record(1, nine), user: 2 }] }],
  ['another meter', { unit: { serialNumber: 'B2' }, records: [record(1, nine)] }],
])('%s is new, once', (_, memory) => {
  const fresh = newRecords();
  fresh({ unit, records: [record(1, nine)] });
  expect(fresh(memory)).toHaveLength(1);
  expect(fresh(memory)).toEqual([]);
});
