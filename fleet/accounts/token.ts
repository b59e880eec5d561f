import { createHash } from 'node:crypto';
import type { Random } from '../ports.ts';

/** 256 bits. */
export const newToken = (random: Random): string => Buffer.from(random.bytes(32)).toString('base64url');

/** What stands in the database: who reads that cannot sign in with it. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Crockford's: what is read aloud is not taken for something else. 32 of them, so that each letter is five bits. */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';
const COUNT = 24;

/** 120 bits, in fours. */
export const newPassword = (random: Random): string =>
  [...random.bytes(COUNT)]
    .map((byte, at) => `${at > 0 && at % 4 === 0 ? '-' : ''}${LETTERS[byte % LETTERS.length]}`)
    .join('');
