/**
 * Passwords: scrypt at N = 2^15, r = 8, p = 1 (32 MiB and some 80 ms; OWASP's password storage sheet names it among the least
 * that is enough). The cost stands in the text, so that it can be raised later. One at a time: a crowd before the sign-in
 * waits, and takes no memory.
 */
import { type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import type { Random } from '../ports.ts';

const LOG2_N = 15;
const R = 8;
const P = 1;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** More than so many that wait are told to come again. */
const MOST_WAITING = 32;

export class TooManyAtOnce extends Error {}

const derive = (password: string, salt: Uint8Array, options: ScryptOptions): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    scrypt(password.normalize('NFC'), salt, HASH_BYTES, { ...options, maxmem: 64 * 1024 * 1024 }, (error, hash) =>
      error ? reject(error) : resolve(hash),
    ),
  );

export interface Passwords {
  /** `scrypt$15$8$1$salt$hash`, the last two in base64url. */
  hash(password: string): Promise<string>;
  /** `stored` undefined: there is no such account, and the same work is done for nothing. Throws TooManyAtOnce. */
  fits(password: string, stored: string | undefined): Promise<boolean>;
  /** Calls of scrypt until now, whoever they were for. */
  calls(): number;
}

/** `log2N`: cheaper in tests alone. */
export function openPasswords(random: Random, log2N = LOG2_N): Passwords {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let calls = 0;
  /** Of nobody, with the cost of all: no password fits it. */
  const nobody = text(log2N, random.bytes(SALT_BYTES), random.bytes(HASH_BYTES));

  function inTurn(password: string, salt: Uint8Array, options: ScryptOptions): Promise<Buffer> {
    if (waiting >= MOST_WAITING) throw new TooManyAtOnce('too many sign in at once');
    waiting++;
    const turn = last.then(() => {
      calls++;
      return derive(password, salt, options);
    });
    last = turn.catch(() => {}).finally(() => waiting--);
    return turn;
  }

  return {
    async hash(password) {
      const salt = random.bytes(SALT_BYTES);
      return text(log2N, salt, await inTurn(password, salt, { N: 2 ** log2N, r: R, p: P }));
    },
    async fits(password, stored) {
      const { salt, hash, ...cost } = parsed(stored ?? nobody);
      return timingSafeEqual(await inTurn(password, salt, cost), hash) && stored !== undefined;
    },
    calls: () => calls,
  };
}

const text = (log2N: number, salt: Uint8Array, hash: Uint8Array): string =>
  ['scrypt', log2N, R, P, ...[salt, hash].map((bytes) => Buffer.from(bytes).toString('base64url'))].join('$');

function parsed(stored: string) {
  const [kind, log2, r, p, salt = '', hash = ''] = stored.split('$');
  const bytes = Buffer.from(hash, 'base64url');
  if (kind !== 'scrypt' || bytes.length !== HASH_BYTES) throw new Error('a stored password cannot be read');
  return { N: 2 ** Number(log2), r: Number(r), p: Number(p), salt: Buffer.from(salt, 'base64url'), hash: bytes };
}
