/** The platform's public keys: what is written for it alone, and what it has signed. The one place that knows JOSE. */
import { CompactEncrypt, type CryptoKey, compactVerify, decodeProtectedHeader, importJWK, type JWK } from 'jose';

export interface PlatformKeys {
  /**
   * A text that only the platform can read: compact JWE, ECDH-ES+A256KW with X25519 and A256GCM (RFC 7516, RFC 8037).
   * `contentType` says what it is inside.
   */
  encrypt(text: string, contentType: string): Promise<string>;
  /**
   * The text that the platform has signed: compact JWS, EdDSA with Ed25519 (RFC 7515, RFC 8037). Rejects whatever else:
   * the header picks among our keys by `kid`, and can neither bring a key nor choose an algorithm.
   */
  verify(jws: string): Promise<string>;
}

/** Why the key file will not be used; repeats nothing of it. */
export class PlatformKeysError extends Error {
  constructor(detail: string) {
    super(detail);
    this.name = 'PlatformKeysError';
  }
}

/** Both names of the one signature: RFC 8037's, and RFC 9864's that has begun to replace it. */
const SIGNATURES = ['EdDSA', 'Ed25519'];
const MOST_OF_A_USE = 2;

/**
 * Reads a JWK Set (RFC 7517) with one or two keys of each use: `enc` on X25519, `sig` on Ed25519, each with its `kid`. The
 * first `enc` key is written to. Rejects with a PlatformKeysError, also when a private part lies in it.
 */
export async function readPlatformKeys(jwks: string): Promise<PlatformKeys> {
  const keys = keysOf(jwks);
  const [enc, sig] = await Promise.all([imported(keys, 'enc', 'X25519'), imported(keys, 'sig', 'Ed25519')]);
  const newest = enc[0];
  if (!newest) throw new PlatformKeysError('there is no key of use enc');
  return {
    encrypt: (text, contentType) =>
      new CompactEncrypt(Buffer.from(text))
        .setProtectedHeader({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', kid: newest.kid, cty: contentType })
        .encrypt(newest.key),
    async verify(jws) {
      const { kid } = decodeProtectedHeader(jws);
      const mine = sig.find((key) => key.kid === kid);
      if (!mine) throw new PlatformKeysError('signed with none of the keys');
      const { payload } = await compactVerify(jws, mine.key, { algorithms: SIGNATURES });
      return Buffer.from(payload).toString('utf8');
    },
  };
}

function keysOf(jwks: string): readonly JWK[] {
  let set: unknown;
  try {
    set = JSON.parse(jwks);
  } catch {
    throw new PlatformKeysError('it is no JSON');
  }
  const keys = typeof set === 'object' && set !== null && 'keys' in set ? set.keys : undefined;
  if (!Array.isArray(keys)) throw new PlatformKeysError('it has no list of keys');
  return keys as readonly JWK[];
}

async function imported(
  keys: readonly JWK[],
  use: 'enc' | 'sig',
  curve: string,
): Promise<{ readonly kid: string; readonly key: CryptoKey }[]> {
  const mine = keys.filter((key) => key?.use === use);
  if (mine.length > MOST_OF_A_USE) throw new PlatformKeysError(`more than two keys of use ${use}`);
  return Promise.all(
    mine.map(async (jwk) => {
      const { kid, kty, crv, x, d } = jwk;
      if (d !== undefined) throw new PlatformKeysError('a private key lies in it: only the platform may have that');
      if (typeof kid !== 'string' || kid === '') throw new PlatformKeysError(`a key of use ${use} has no kid`);
      if (kty !== 'OKP' || crv !== curve || typeof x !== 'string')
        throw new PlatformKeysError(`a key of use ${use} is not on ${curve}`);
      const alg = use === 'enc' ? 'ECDH-ES+A256KW' : 'EdDSA';
      try {
        const key = await importJWK({ kty, crv, x }, alg);
        if (key instanceof Uint8Array) throw new PlatformKeysError('a secret key lies in it');
        return { kid, key };
      } catch {
        throw new PlatformKeysError(`a key of use ${use} does not hold`);
      }
    }),
  );
}
