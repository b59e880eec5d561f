import { CompactSign, exportJWK, generateKeyPair } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { type PlatformSideKeys, somePlatformKeys } from '../../test/platform-side-keys.ts';
import { readPlatformKeys } from './platform-keys.ts';

let platform: PlatformSideKeys;
let foreign: PlatformSideKeys;
beforeAll(async () => {
  platform = await somePlatformKeys();
  foreign = await somePlatformKeys();
});

describe('what is written to the platform', () => {
  test('it opens, and nobody else; twice the same is never the same', async () => {
    const keys = await readPlatformKeys(platform.jwks);
    const [one, other] = [
      await keys.encrypt('{"value":7.3}', 'application/fhir+json'),
      await keys.encrypt('{"value":7.3}', 'a'),
    ];
    expect(await platform.decrypt(one)).toEqual({ text: '{"value":7.3}', contentType: 'application/fhir+json' });
    await expect(foreign.decrypt(one)).rejects.toThrow();
    expect(one).not.toBe(other);
    expect(one).toMatch(/^[\w-]+(\.[\w-]+){4}$/);
    const header = JSON.parse(Buffer.from(one.split('.')[0] ?? '', 'base64url').toString());
    expect(header).toMatchObject({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', kid: 'platform-2026-enc' });
  });

  test('does not open once a character of it is another', async () => {
    const jwe = await (await readPlatformKeys(platform.jwks)).encrypt('text', 'a');
    const at = jwe.lastIndexOf('.') - 3;
    await expect(
      platform.decrypt(`${jwe.slice(0, at)}${jwe[at] === 'A' ? 'B' : 'A'}${jwe.slice(at + 1)}`),
    ).rejects.toThrow();
  });
});

describe('what the platform has signed', () => {
  test('is read', async () => {
    const keys = await readPlatformKeys(platform.jwks);
    expect(await keys.verify(await platform.sign('{"sequence":"1"}'))).toBe('{"sequence":"1"}');
  });

  test('and nothing else: another platform, a changed text, no signature at all, a key that came with it', async () => {
    const keys = await readPlatformKeys(platform.jwks);
    const jws = await platform.sign('{"sequence":"00000000000000000001"}');
    const [header, , signature] = jws.split('.');
    const text = Buffer.from('{"sequence":"00000000000000000002"}').toString('base64url');
    const none = `${Buffer.from('{"alg":"none","kid":"platform-2026-sig"}').toString('base64url')}.${text}.`;
    const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const own = await new CompactSign(Buffer.from('x'))
      .setProtectedHeader({ alg: 'EdDSA', kid: 'platform-2026-sig', jwk: await exportJWK(pair.publicKey) })
      .sign(pair.privateKey);
    const hmac = await new CompactSign(Buffer.from('x'))
      .setProtectedHeader({ alg: 'HS256', kid: 'platform-2026-sig' })
      .sign(Buffer.from(JSON.parse(platform.jwks).keys[1].x, 'base64url'));
    for (const bad of [
      await foreign.sign('x'),
      `${header}.${text}.${signature}`,
      none,
      own,
      hmac,
      '',
      '{}',
      jws.slice(0, -2),
    ]) {
      await expect(keys.verify(bad)).rejects.toThrow();
    }
  });
});

test('while keys are exchanged two of each use are valid, and kid decides', async () => {
  const [old, next] = [await somePlatformKeys('old'), await somePlatformKeys('next')];
  const both = { keys: [...JSON.parse(next.jwks).keys, ...JSON.parse(old.jwks).keys] };
  const keys = await readPlatformKeys(JSON.stringify(both));
  expect((await next.decrypt(await keys.encrypt('text', 'a'))).text).toBe('text');
  expect([await keys.verify(await old.sign('a')), await keys.verify(await next.sign('b'))]).toEqual(['a', 'b']);
});

describe('a key file that does not hold says why and repeats nothing of it', () => {
  const first = () => JSON.parse(platform.jwks).keys[0];
  test.each([
    ['no JSON', () => 'x', 'it is no JSON'],
    ['no set', () => '{}', 'no list of keys'],
    ['an empty set', () => '{"keys":[]}', 'no key of use enc'],
    ['a private part', () => JSON.stringify({ keys: [{ ...first(), d: 'AAAA' }] }), 'a private key lies in it'],
    ['no kid', () => JSON.stringify({ keys: [{ ...first(), kid: '' }] }), 'has no kid'],
    ['another curve', () => JSON.stringify({ keys: [{ ...first(), crv: 'P-256', kty: 'EC' }] }), 'is not on X25519'],
    ['a cut key', () => JSON.stringify({ keys: [{ ...first(), x: 'AAAA' }] }), 'does not hold'],
    ['three', () => JSON.stringify({ keys: [first(), first(), first()] }), 'more than two keys of use enc'],
  ])('%s', async (_, file, why) => {
    await expect(readPlatformKeys(file())).rejects.toThrow(why);
  });
});
