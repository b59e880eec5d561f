import { CompactSign, type CryptoKey, compactDecrypt, exportJWK, generateKeyPair } from 'jose';

/** The platform's own keys, the private ones with them: what it opens and signs. */
export interface PlatformSideKeys {
  /** The public ones, as they stand in a station's `platform.keys`. */
  readonly jwks: string;
  /** Text and content type of a compact JWE; rejects what was not written to these keys. */
  decrypt(jwe: string): Promise<{ readonly text: string; readonly contentType: unknown }>;
  sign(text: string): Promise<string>;
}

export async function somePlatformKeys(name = 'platform-2026'): Promise<PlatformSideKeys> {
  const enc = await generateKeyPair('ECDH-ES+A256KW', { crv: 'X25519', extractable: true });
  const sig = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const publicKey = async (key: CryptoKey, use: string) => ({
    ...(await exportJWK(key)),
    use,
    kid: `${name}-${use}`,
  });
  const keys = [await publicKey(enc.publicKey, 'enc'), await publicKey(sig.publicKey, 'sig')];
  return {
    jwks: JSON.stringify({ keys }),
    async decrypt(jwe) {
      const { plaintext, protectedHeader } = await compactDecrypt(jwe, enc.privateKey);
      return { text: Buffer.from(plaintext).toString('utf8'), contentType: protectedHeader.cty };
    },
    sign: (text) =>
      new CompactSign(Buffer.from(text)).setProtectedHeader({ alg: 'EdDSA', kid: `${name}-sig` }).sign(sig.privateKey),
  };
}
