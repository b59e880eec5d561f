/** The platform's private keys: what it signs, and what was written for it alone. The one place of the city's side that knows JOSE. */
import { CompactSign, type CryptoKey, compactDecrypt, decodeProtectedHeader, importJWK } from 'jose';

export interface FleetKeys {
  /** Compact JWS, EdDSA with Ed25519 (RFC 7515, RFC 8037), as a station verifies it; by the first key of use `sig`. */
  sign(text: string): Promise<string>;
  /** The text of a compact JWE, ECDH-ES+A256KW with X25519 and A256GCM, by the key that its `kid` names. Rejects whatever else. */
  open(jwe: string): Promise<string>;
}

/** Why the key file will not be used; repeats nothing of it. */
export class FleetKeysError extends Error {
  constructor(detail: string) {
    super(detail);
    this.name = 'FleetKeysError';
  }
}

interface Key {
  readonly kid: string;
  readonly key: CryptoKey;
}
const USES = { enc: { curve: 'X25519', alg: 'ECDH-ES+A256KW' }, sig: { curve: 'Ed25519', alg: 'EdDSA' } } as const;
const MOST_OF_A_USE = 2;
/** An envelope has 256 KiB at the most. */
const MOST_TEXT = 512 * 1024;

/** Reads a JWK Set (RFC 7517) with one or two private keys of each use. Rejects with a FleetKeysError. */
export async function readFleetKeys(jwks: string): Promise<FleetKeys> {
  const all = keysOf(jwks);
  const [enc, sig] = await Promise.all([imported(all, 'enc'), imported(all, 'sig')]);
  const [signing] = sig;
  if (!signing || enc.length === 0) throw new FleetKeysError(`there is no key of use ${signing ? 'enc' : 'sig'}`);
  return {
    sign: (text) =>
      new CompactSign(Buffer.from(text)).setProtectedHeader({ alg: 'EdDSA', kid: signing.kid }).sign(signing.key),
    async open(jwe) {
      if (jwe.length > MOST_TEXT) throw new FleetKeysError('too long');
      const { kid } = decodeProtectedHeader(jwe);
      const mine = enc.find((key) => key.kid === kid);
      if (!mine) throw new FleetKeysError('written to none of the keys');
      const { plaintext } = await compactDecrypt(jwe, mine.key, {
        keyManagementAlgorithms: ['ECDH-ES+A256KW'],
        contentEncryptionAlgorithms: ['A256GCM'],
        maxDecompressedLength: 0, // RFC 8725, section 3.6: nothing compressed is opened
      });
      return Buffer.from(plaintext).toString('utf8');
    },
  };
}

function keysOf(jwks: string): readonly unknown[] {
  let set: unknown;
  try {
    set = JSON.parse(jwks);
  } catch {
    throw new FleetKeysError('it is no JSON');
  }
  const keys: unknown = typeof set === 'object' && set !== null && 'keys' in set ? set.keys : undefined;
  if (!Array.isArray(keys)) throw new FleetKeysError('it has no list of keys');
  return keys;
}

const fieldOf = (jwk: unknown, name: string): unknown =>
  typeof jwk === 'object' && jwk !== null ? Reflect.get(jwk, name) : undefined;

async function imported(keys: readonly unknown[], use: 'enc' | 'sig'): Promise<readonly Key[]> {
  const mine = keys.filter((jwk) => fieldOf(jwk, 'use') === use);
  if (mine.length > MOST_OF_A_USE) throw new FleetKeysError(`more than two keys of use ${use}`);
  const { curve, alg } = USES[use];
  return Promise.all(
    mine.map(async (jwk) => {
      const [kid, kty, crv, x, d] = ['kid', 'kty', 'crv', 'x', 'd'].map((name) => fieldOf(jwk, name));
      if (typeof kid !== 'string' || kid === '') throw new FleetKeysError(`a key of use ${use} has no kid`);
      if (kty !== 'OKP' || crv !== curve || typeof x !== 'string')
        throw new FleetKeysError(`a key of use ${use} is not on ${curve}`);
      if (typeof d !== 'string') throw new FleetKeysError(`a key of use ${use} has no private part`);
      const key = await importJWK({ kty, crv: curve, x, d }, alg).catch(() => undefined);
      if (key === undefined || key instanceof Uint8Array) throw new FleetKeysError(`a key of use ${use} does not hold`);
      return { kid, key };
    }),
  );
}
