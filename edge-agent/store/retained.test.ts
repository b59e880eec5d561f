import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aStore, type TestStore } from '../../test/a-store.ts';
import { armFaultPoints, type FaultPoint } from '../fault-point.ts';

let store: TestStore;
beforeEach(() => {
  store = aStore();
});
afterEach(() => {
  armFaultPoints();
  store[Symbol.dispose]();
});
const onDisk = (): unknown[] => store.db.prepare('SELECT topic FROM retained ORDER BY n').pluck().all();
const namesOf = (count: number): string[] => Array.from({ length: count }, (_, i) => `topic ${i}`);

test('what is remembered is on disk at once, and outlives a crash', () => {
  store.retained.remember(['a', 'b']);
  expect(onDisk()).toEqual(['a', 'b']);
  store.restart();
  expect(store.retained.topics()).toEqual(['a', 'b']);
});

test('only a topic that is not on disk yet costs a commit, whichever start wrote it', () => {
  const commits: FaultPoint[] = [];
  store.retained.remember(['a']);
  store.restart();
  armFaultPoints((point) => {
    if (point === 'inside save') commits.push(point);
  });
  for (let i = 0; i < 3; i++) store.retained.remember(['a']);
  store.retained.remember([]);
  expect(commits).toHaveLength(0);
  for (let i = 0; i < 3; i++) store.retained.remember(['a', 'b', 'c']);
  expect(commits).toHaveLength(1);
});

test('what is forgotten together leaves the disk in one commit', async () => {
  store.retained.remember(namesOf(5));
  const commits: FaultPoint[] = [];
  armFaultPoints((point) => {
    if (point === 'inside save') commits.push(point);
  });
  for (const topic of namesOf(4)) store.retained.forget(topic);
  expect(store.retained.topics()).toEqual(['topic 4']);
  await store.clock.pass(200);
  expect([onDisk(), commits.length]).toEqual([['topic 4'], 1]);
});

test.each([0, 1])('forgotten and at once remembered anew, it is on disk, after %i refusals too', async (refusals) => {
  store.retained.remember(['a']);
  let refused = 0;
  armFaultPoints((point) => {
    if (point === 'inside save' && refused < refusals && ++refused) throw new Error('no space left'); // the forgetting
  });
  store.retained.forget('a');
  store.retained.remember(['a']);
  await store.clock.pass(10_000);
  expect([onDisk(), refused]).toEqual([['a'], refusals]);
});

test('a disk that refuses is told to the caller, and the topic does not pass for remembered', () => {
  armFaultPoints((point) => {
    if (point === 'inside save') throw new Error('no space left');
  });
  expect(() => store.retained.remember(['a'])).toThrow('no space left');
  expect([store.retained.topics(), onDisk()]).toEqual([[], []]);
  armFaultPoints();
  store.retained.remember(['a']);
  expect(onDisk()).toEqual(['a']);
});

test('of more than a thousand the oldest go', () => {
  store.retained.remember(namesOf(700));
  store.retained.remember(namesOf(1200).slice(700));
  expect(store.retained.topics()).toEqual(namesOf(1200).slice(200));
  expect(onDisk()).toHaveLength(1000);
});

describe('a table that is spoilt', () => {
  test('keeps no station from starting, and says so to whoever asks', () => {
    store.retained.remember(['a']);
    store.db.pragma('wal_checkpoint(TRUNCATE)');
    const page = Number(store.db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'retained'").pluck().get());
    const file = join(store.folder, 'yike.db');
    const bytes = readFileSync(file).fill(0xff, (page - 1) * 4096, page * 4096);
    writeFileSync(file, bytes);
    store.restart();
    const { retained } = store;
    for (const ask of [retained.topics, () => retained.remember(['b']), () => retained.forget('a')])
      expect(ask).toThrow('malformed');
    expect(store.add()).toBe(1);
  });

  test('takes nothing down that is saved together with it', async () => {
    store.retained.remember(['a']);
    expect(store.retained.topics()).toEqual(['a']);
    store.db.exec('ALTER TABLE retained RENAME COLUMN topic TO spoilt');
    store.retained.forget('a');
    store.outbox.later(() => void store.outbox.add('id', 'topic', () => 'an alarm'));
    await store.clock.pass(200);
    expect(store.messages()).toHaveLength(1);
  });
});
