import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openKeyRing } from './key-ring.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yike-keys-'));
  file = join(folder, 'yike.keys');
});
afterEach(() => rmSync(folder, { recursive: true }));
const LOCK = new Uint8Array(32).fill(7);

test('two stations have two keys, and a restart finds its own', () => {
  const ring = openKeyRing(file, { atMs: 5 });
  const other = openKeyRing(join(folder, 'other.keys'), { atMs: 5 });
  expect(ring.current.key.equals(other.current.key)).toBe(false);
  expect(openKeyRing(file, { atMs: 9 }).current.key.equals(ring.current.key)).toBe(true);
  expect(ring.madeAtMs).toBe(5);
});

test('nobody else on the machine may read it', () => {
  openKeyRing(file, { atMs: 0 });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['yike.keys']);
});

test('a new key is current at once, the old one is found until it is forgotten', () => {
  const ring = openKeyRing(file, { atMs: 0 });
  const first = ring.current;
  ring.renew(1);
  expect(ring.current.id).toBe(2);
  for (const each of [ring, openKeyRing(file, { atMs: 9 })]) expect(each.find(1)?.equals(first.key)).toBe(true);
  ring.forgetOthers();
  const again = openKeyRing(file, { atMs: 9 });
  expect([again.find(1), again.size, again.current.id]).toEqual([undefined, 1, 2]);
});

test('under a lock the file alone opens nothing, and without the lock it is not used', () => {
  const ring = openKeyRing(file, { atMs: 0, lock: LOCK });
  expect(readFileSync(file, 'utf8')).not.toContain(ring.current.key.export().toString('base64'));
  expect(openKeyRing(file, { atMs: 0, lock: LOCK }).current.key.equals(ring.current.key)).toBe(true);
  expect(() => openKeyRing(file, { atMs: 0 })).toThrow('keys: its lock is missing');
  expect(() => openKeyRing(file, { atMs: 0, lock: new Uint8Array(31) })).toThrow('keys: its lock is shorter');
  expect(() => openKeyRing(file, { atMs: 0, lock: new Uint8Array(32) })).toThrow('keys: the key ring cannot be read');
});

test.each([
  ['', /^keys-damaged: /],
  ['{', /^keys-damaged: /],
  ['[]', /^keys-damaged: /],
  ['{"locked":false,"keys":[{"id":1,"madeAtMs":0,"key":"QUJD"}]}', /^keys: a key is cut short/],
] as const)(
  'a ring that is cut short is an error that repeats nothing of it, and stays as it is: %j',
  (text, error) => {
    writeFileSync(file, text);
    expect(() => openKeyRing(file, { atMs: 0 })).toThrow(error);
    expect(readFileSync(file, 'utf8')).toBe(text);
  },
);

test('a ring that lay open is locked once there is a lock', () => {
  const { current } = openKeyRing(file, { atMs: 0 });
  expect(openKeyRing(file, { atMs: 0, lock: LOCK }).current.key.equals(current.key)).toBe(true);
  expect(() => openKeyRing(file, { atMs: 0 })).toThrow('keys: its lock is missing');
});
