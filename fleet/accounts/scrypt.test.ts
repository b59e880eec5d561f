import { expect, test } from 'vitest';
import { someDice } from '../../test/fleet/a-fleet.ts';
import { openPasswords, TooManyAtOnce } from './scrypt.ts';

test('a password is kept with its salt and cost, which are those of today', async () => {
  const passwords = openPasswords(someDice());
  const stored = await passwords.hash('sesame');
  expect(stored).toMatch(/^scrypt\$15\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
  expect(await passwords.fits('sesame', stored)).toBe(true);
  expect(await passwords.fits('sesamf', stored)).toBe(false);
  expect(await passwords.fits('sesame', undefined)).toBe(false);
});

test('letters that look the same are the same, however a keyboard composes them', async () => {
  const passwords = openPasswords(someDice(), 4);
  expect(await passwords.fits('u\u0308ber', await passwords.hash('\u00fcber'))).toBe(true);
});

test('a crowd is taken one by one, and the 33rd is told to come again', async () => {
  const passwords = openPasswords(someDice(), 4);
  const crowd = Array.from({ length: 32 }, () => passwords.fits('x', undefined));
  await expect(passwords.fits('x', undefined)).rejects.toThrow(TooManyAtOnce);
  expect(await Promise.all(crowd)).toEqual(Array.from({ length: 32 }, () => false));
  expect([passwords.calls(), await passwords.fits('x', undefined)]).toEqual([32, false]);
});
