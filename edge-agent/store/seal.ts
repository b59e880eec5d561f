import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto';
import { StoreError } from './store-error.ts';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
export const KEY_BYTES = 32;

/** Chance is asked for by the handful: for one IV alone the asking takes as long as all the rest. Each is used once. */
const ivs = Buffer.alloc(IV_BYTES * 256);
let usedBytes = ivs.length;
function nextIv(): Buffer {
  if (usedBytes === ivs.length) {
    randomFillSync(ivs);
    usedBytes = 0;
  }
  usedBytes += IV_BYTES;
  return ivs.subarray(usedBytes - IV_BYTES, usedBytes);
}

/**
 * A text as bytes that only the key opens, and only in its own place: AES-256-GCM (NIST SP 800-38D), a random IV of 12
 * bytes, the tag of 16, the text. `place` names what the text belongs to; it is proved, not kept. 28 bytes longer.
 * A `KeyObject`: a key of bare bytes is made into one at every call, which takes four times as long as all the rest.
 */
export function seal(key: KeyObject, place: string, text: string): Buffer {
  const iv = nextIv();
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(Buffer.from(place));
  const sealed = cipher.update(text, 'utf8');
  cipher.final();
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

/** Throws a StoreError `damaged` when a single bit of it, of the key or of its place is another: never a wrong text. */
export function unseal(key: KeyObject, place: string, sealed: Uint8Array): string {
  if (sealed.length < IV_BYTES + TAG_BYTES) throw new StoreError('damaged', 'a sealed text is cut short');
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(place))
    .setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  const text = decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES));
  try {
    decipher.final();
  } catch {
    throw new StoreError('damaged', 'a sealed text does not hold');
  }
  return text.toString('utf8');
}
