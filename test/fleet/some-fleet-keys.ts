import { exportJWK, generateKeyPair } from 'jose';

/** A platform's keys as its own file has them, and as a station's has. */
export async function someFleetKeys(): Promise<{ readonly secret: string; readonly public: string }> {
  const pairs = [
    { use: 'enc', ...(await generateKeyPair('ECDH-ES+A256KW', { crv: 'X25519', extractable: true })) },
    { use: 'sig', ...(await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })) },
  ];
  const named = async (use: string, key: (typeof pairs)[number]['publicKey']) => ({
    ...(await exportJWK(key)),
    use,
    kid: `platform-${use}`,
  });
  return {
    secret: JSON.stringify({ keys: await Promise.all(pairs.map(({ use, privateKey }) => named(use, privateKey))) }),
    public: JSON.stringify({ keys: await Promise.all(pairs.map(({ use, publicKey }) => named(use, publicKey))) }),
  };
}
