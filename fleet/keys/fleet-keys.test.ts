import { CompactEncrypt, exportJWK, generateKeyPair, importJWK } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { readPlatformKeys } from '../../edge-agent/keys/platform-keys.ts';
import { readFleetKeys } from './fleet-keys.ts';

type Made = Readonly<Record<string, string>>;
async function aKey(use: 'enc' | 'sig', kid: string): Promise<Made> {
  const { privateKey } =
    use === 'enc'
      ? await generateKeyPair('ECDH-ES+A256KW', { crv: 'X25519', extractable: true })
      : await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const { kty = '', crv = '', x = '', d = '' } = await exportJWK(privateKey);
  return { kty, crv, x, d, use, kid };
}
const setOf = (...keys: readonly object[]): string => JSON.stringify({ keys });
const publicOf = ({ d: _, ...rest }: Made): object => rest;

let enc: Made;
let sig: Made;
let old: Made;
beforeAll(async () => {
  [enc, sig, old] = await Promise.all([aKey('enc', 'e-2'), aKey('sig', 's-2'), aKey('enc', 'e-1')]);
});

test('a station believes what is signed, and writes what is opened here, to the new key or the old one', async () => {
  const ours = await readFleetKeys(setOf(enc, sig, old));
  const station = await readPlatformKeys(setOf(publicOf(enc), publicOf(sig)));
  const before = await readPlatformKeys(setOf(publicOf(old), publicOf(sig)));
  const receipt = '{"sequence":"00000000000000000007","station":"park-hut-01"}';
  expect(await station.verify(await ours.sign(receipt))).toBe(receipt);
  expect(await ours.open(await station.encrypt('{"value":7.3}', 'application/fhir+json'))).toBe('{"value":7.3}');
  expect(await ours.open(await before.encrypt('old', 'a'))).toBe('old');
});

test('what is written to another, changed, compressed, or by another algorithm is not opened', async () => {
  const ours = await readFleetKeys(setOf(enc, sig));
  const stranger = await readPlatformKeys(setOf(publicOf(old), publicOf(sig)));
  const station = await readPlatformKeys(setOf(publicOf(enc), publicOf(sig)));
  const jwe = await station.encrypt('text', 'a');
  const at = jwe.lastIndexOf('.') - 3;
  const key = await importJWK(publicOf(enc), 'ECDH-ES+A256KW');
  const direct = await new CompactEncrypt(Buffer.from('text'))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: 'e-2' })
    .encrypt(key);
  for (const bad of [
    await stranger.encrypt('text', 'a'),
    `${jwe.slice(0, at)}${jwe[at] === 'A' ? 'B' : 'A'}${jwe.slice(at + 1)}`,
    direct,
    'x'.repeat(600_000),
    '',
  ])
    await expect(ours.open(bad)).rejects.toThrow();
});

describe('a key file that does not hold says why and repeats nothing of it', () => {
  test.each([
    ['no JSON', () => 'x', 'it is no JSON'],
    ['no set', () => '{}', 'no list of keys'],
    ['an empty set', () => setOf(), 'no key of use sig'],
    ['no enc', () => setOf(sig), 'no key of use enc'],
    ['public keys alone', () => setOf(publicOf(enc), sig), 'has no private part'],
    ['no kid', () => setOf({ ...enc, kid: '' }, sig), 'has no kid'],
    ['another curve', () => setOf({ ...enc, crv: 'P-256', kty: 'EC' }, sig), 'is not on X25519'],
    ['a cut key', () => setOf({ ...sig, d: 'AAAA' }, enc), 'does not hold'],
    ['three', () => setOf(sig, sig, sig, enc), 'more than two keys of use sig'],
    ['null', () => JSON.stringify({ keys: [null] }), 'no key of use sig'],
  ])('%s', async (_, file, why) => {
    await expect(readFleetKeys(file())).rejects.toThrow(why);
  });
});
