import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { someDice } from '../../test/fleet/a-fleet.ts';
import { openSeal } from './seal.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'yike-seal-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('what was sealed is opened after a restart, for its owner alone', () => {
  const sealed = openSeal(folder, someDice()).seal('secret', 'root');
  expect(statSync(join(folder, 'accounts.key')).mode & 0o777).toBe(0o600);
  const again = openSeal(folder, someDice(9));
  expect(again.open(sealed, 'root')).toBe('secret');
  expect(() => again.open(sealed, 'other')).toThrow();
});

test('any bit that was turned is seen', () => {
  const seal = openSeal(folder, someDice());
  const bytes = Buffer.from(seal.seal('secret', 'root'), 'base64url');
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const turned = Buffer.from(bytes);
    turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(() => seal.open(turned.toString('base64url'), 'root')).toThrow();
  }
});

test('a key file that is none is said, and not written over', () => {
  writeFileSync(join(folder, 'accounts.key'), 'short');
  expect(() => openSeal(folder, someDice())).toThrow(/is no key: 5 bytes/);
});
