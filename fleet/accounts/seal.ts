/** Seals what the service must be able to read again, and nobody who has only the database: AES-256-GCM by a key file beside it. */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../ports.ts';

const FILE = 'accounts.key';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface Seal {
  /** `owner`: to whom it belongs; it opens for them alone. */
  seal(text: string, owner: string): string;
  /** Throws where it was changed, or is another's. */
  open(sealed: string, owner: string): string;
}

/** The key is made at the first start. Members of one database share the file: the second of two that start at once reads the first's. */
export function openSeal(folder: string, random: Random): Seal {
  const key = keyIn(folder, random);
  return {
    seal(text, owner) {
      const nonce = random.bytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(owner));
      const sealed = [nonce, cipher.update(text, 'utf8'), cipher.final()];
      return Buffer.concat([...sealed, cipher.getAuthTag()]).toString('base64url');
    },
    open(sealed, owner) {
      const bytes = Buffer.from(sealed, 'base64url');
      const nonce = bytes.subarray(0, NONCE_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(owner));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      const text = [decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()];
      return Buffer.concat(text).toString('utf8');
    },
  };
}

function keyIn(folder: string, random: Random): Buffer {
  const file = join(folder, FILE);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const whole = `${file}.${Buffer.from(random.bytes(8)).toString('hex')}`;
    writeFileSync(whole, random.bytes(KEY_BYTES), { mode: 0o600, flag: 'wx', flush: true });
    try {
      linkSync(whole, file); // whole or not at all, and never over another's
    } catch (error) {
      if (!existsSync(file)) throw error;
    } finally {
      rmSync(whole);
    }
  }
  chmodSync(file, 0o600);
  const key = readFileSync(file);
  if (key.length !== KEY_BYTES) throw new Error(`${file} is no key: ${key.length} bytes`);
  return key;
}
