import { createHash, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { KEY_BYTES, seal, unseal } from './seal.ts';
import { StoreError } from './store-error.ts';
import { writeWhole } from './whole-file.ts';

/** The keys of the rows, newest last. They lie beside the database, never in it: a copy of the database opens nothing. */
export interface KeyRing {
  /** Rows are sealed with this one. */
  readonly current: { readonly id: number; readonly key: KeyObject };
  find(id: number): KeyObject | undefined;
  all(): readonly KeyObject[];
  /** How many there are: more than one while rows are being sealed anew. */
  readonly size: number;
  /** Milliseconds since 1970 when the current one was made. */
  readonly madeAtMs: number;
  /** A new key, synchronised to disk before this returns; it is current from now on. */
  renew(atMs: number): void;
  /** Only the current one is left. For when no row needs another. */
  forgetOthers(): void;
}

interface Key {
  readonly id: number;
  readonly madeAtMs: number;
  readonly key: KeyObject;
}

/** As it stands in the file; `key` in base64, sealed when the ring is under a lock. */
interface Written {
  readonly locked: boolean;
  readonly keys: readonly { readonly id: number; readonly madeAtMs: number; readonly key: string }[];
}

/**
 * Opens the ring of that file, or makes one with a first key. `lock`: random bytes that the service manager keeps for us,
 * 32 or more; with it the file alone opens nothing either, and a ring that lay open is locked. Throws a StoreError `keys`
 * when its lock is missing or does not fit: that is a mistake in the setting up, and a new ring would make every row
 * unreadable; `keys-damaged` when the file itself is no ring any more.
 */
export function openKeyRing(
  file: string,
  { atMs, lock: given }: { readonly atMs: number; readonly lock?: Uint8Array },
): KeyRing {
  const lock = given && lockOf(given);
  const found = existsSync(file) ? read(file, lock) : undefined;
  let keys = found?.keys ?? [];
  const keep = (next: readonly Key[]): void => {
    write(file, next, lock);
    keys = next;
  };
  const renewed = (now: number): readonly Key[] => [
    ...keys,
    { id: (keys.at(-1)?.id ?? 0) + 1, madeAtMs: now, key: createSecretKey(randomBytes(KEY_BYTES)) },
  ];
  const last = (): Key => {
    const key = keys.at(-1);
    if (!key) throw new StoreError('keys', 'the ring is empty');
    return key;
  };
  if (keys.length === 0) keep(renewed(atMs));
  else if (lock && !found?.locked) keep(keys);
  return {
    get current() {
      return last();
    },
    get size() {
      return keys.length;
    },
    get madeAtMs() {
      return last().madeAtMs;
    },
    find: (id) => keys.find((key) => key.id === id)?.key,
    all: () => keys.map(({ key }) => key),
    renew: (now) => keep(renewed(now)),
    forgetOthers: () => {
      if (keys.length > 1) keep([last()]);
    },
  };
}

function lockOf(given: Uint8Array): KeyObject {
  if (given.length < KEY_BYTES) throw new StoreError('keys', 'its lock is shorter than 32 bytes');
  return createSecretKey(createHash('sha256').update(given).digest());
}

const place = (id: number): string => `key|${id}`;

function read(file: string, lock: KeyObject | undefined): { readonly locked: boolean; readonly keys: readonly Key[] } {
  const written = parsed(file);
  try {
    if (written.locked && !lock) throw new StoreError('keys', 'its lock is missing');
    const keys = written.keys.map(({ id, madeAtMs, key }) => {
      const bytes = Buffer.from(key, 'base64');
      const open = written.locked && lock ? Buffer.from(unseal(lock, place(id), bytes), 'base64') : bytes;
      if (!Number.isSafeInteger(id) || open.length !== KEY_BYTES) throw new StoreError('keys', 'a key is cut short');
      return { id, madeAtMs, key: createSecretKey(open) };
    });
    return { locked: written.locked, keys };
  } catch (error) {
    if (error instanceof StoreError && error.code === 'keys') throw error;
    throw new StoreError('keys', 'the key ring cannot be read'); // what stood there is not repeated
  }
}

function parsed(file: string): Written {
  try {
    const written = JSON.parse(readFileSync(file, 'utf8')) as Written;
    if (Array.isArray(written.keys) && typeof written.locked === 'boolean') return written;
  } catch {
    // what stood there is not repeated
  }
  throw new StoreError('keys-damaged', 'the key ring is no key ring');
}

function write(file: string, keys: readonly Key[], lock: KeyObject | undefined): void {
  const text = ({ id, key }: Key): string =>
    (lock ? seal(lock, place(id), key.export().toString('base64')) : key.export()).toString('base64');
  const written: Written = {
    locked: lock !== undefined,
    keys: keys.map((key) => ({ id: key.id, madeAtMs: key.madeAtMs, key: text(key) })),
  };
  writeWhole(file, `${JSON.stringify(written)}\n`);
}
