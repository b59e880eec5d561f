import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { aStore, type TestStore } from '../../test/a-store.ts';

let store: TestStore;
beforeEach(() => {
  store = aStore();
});
afterEach(() => store[Symbol.dispose]());
const READING = 'CNP07A12345 2026-11-23T12:20:30 101';
const note = (what: string): void => store.outbox.transaction(() => store.taken.note(what));

test('what was taken is known, over a restart too, and nothing else is', () => {
  note(READING);
  store.restart();
  expect([store.taken.has(READING), store.taken.has(`${READING} 2`)]).toEqual([true, false]);
});

test('it is noted together with its event, or not at all', () => {
  expect(() =>
    store.outbox.transaction(() => {
      store.taken.note(READING);
      throw new Error('no event');
    }),
  ).toThrow();
  expect(store.taken.has(READING)).toBe(false);
});

test('no word of it lies in any file, and another station’s hash of the same is another', () => {
  using other = aStore();
  note(READING);
  other.outbox.transaction(() => other.taken.note(READING));
  for (const name of readdirSync(store.folder))
    expect(readFileSync(join(store.folder, name)).includes('CNP07A12345'), name).toBe(false);
  const hashes = (of: TestStore): unknown[] => of.db.prepare('SELECT hash FROM taken').pluck().all();
  expect(hashes(store)).not.toEqual(hashes(other));
});

test('a new key knows what the old one noted, as long as the ring has both', () => {
  note(READING);
  store.ring.renew(store.clock.wall());
  note('another');
  expect([store.taken.has(READING), store.taken.has('another')]).toEqual([true, true]);
  store.ring.forgetOthers();
  expect([store.taken.has(READING), store.taken.has('another')]).toEqual([false, true]);
});

test('of more than four thousand the oldest go', () => {
  store.outbox.transaction(() => {
    for (let i = 0; i <= 4000; i++) store.taken.note(`reading ${i}`);
  });
  expect([store.taken.has('reading 0'), store.taken.has('reading 1'), store.taken.has('reading 4000')]).toEqual([
    false,
    true,
    true,
  ]);
});
