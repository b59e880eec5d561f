/** Why the store will not be used. */
export type StoreErrorCode =
  /** A pragma that durability or privacy rests on reads back differently. */
  | 'pragma'
  /** The file was written by a newer version of this program. */
  | 'newer-schema'
  /** What every such file contains is not in this one. */
  | 'damaged'
  /** The lock of the key ring is missing or does not fit. */
  | 'keys'
  /** The key ring's file is no key ring any more. */
  | 'keys-damaged'
  /** A bug of ours: a transaction where none may be, or none where one must be. */
  | 'misuse';

/** Carries no row and no value: payloads hold readings. What SQLite itself refuses comes as its own `SqliteError`. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;
  constructor(code: StoreErrorCode, detail: string) {
    super(`${code}: ${detail}`);
    this.name = 'StoreError';
    this.code = code;
  }
}
