/** The second factor, RFC 6238 with what every authenticator takes: SHA-1, six digits, 30 s. A code counts once. */
import { generate, generateSecret, generateURI, verify } from 'otplib';

const ISSUER = 'Yike Station';
const PERIOD_S = 30;

/** 160 bits, in Base32. */
export const newSecret = (): string => generateSecret();

export const uriOf = (account: string, secret: string): string =>
  generateURI({ issuer: ISSUER, label: account, secret });

/** The time step of which this is the code, one to either side of ours included; undefined: of none. */
export async function stepOf(secret: string, code: string, wallMs: number): Promise<number | undefined> {
  const found = await verify({
    secret,
    token: code,
    epoch: Math.floor(wallMs / 1000),
    period: PERIOD_S,
    epochTolerance: PERIOD_S,
  });
  return found.valid && 'timeStep' in found ? found.timeStep : undefined;
}

/** What the authenticator of that `otpauth://…` shows now. */
export const codeAt = (totpUri: string, wallMs: number): Promise<string> =>
  generate({
    secret: new URL(totpUri).searchParams.get('secret') ?? '',
    epoch: Math.floor(wallMs / 1000),
    period: PERIOD_S,
  });
