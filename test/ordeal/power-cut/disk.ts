import type { Chance } from '../chance.ts';
import { Bytes } from './bytes.ts';
import type { Change } from './recording.ts';

/** What has been done to a file since it was last synchronised. */
type Pending =
  | { readonly kind: 'write'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'truncate'; readonly to: number };

interface File {
  /** As it stands on the disk for certain. */
  readonly kept: Bytes;
  pending: Pending[];
}

/** Names that change together: to a file, or to none. */
type Renaming = Map<string, File | undefined>;

/** How much of what is not synchronised a power cut leaves: nothing is certain of it but what this draws. */
export interface Fate {
  /** Has this change to the folder's names reached the disk? */
  named(): boolean;
  /** Which sectors of a write of so many have; the whole where all are. */
  sectors(count: number): (index: number) => boolean;
  /** Has this shortening? */
  cut(): boolean;
}

/** The smallest piece that a disk writes whole. */
const SECTOR_BYTES = 512;

export const EVERYTHING: Fate = { named: () => true, sectors: () => () => true, cut: () => true };

export const NOTHING: Fate = { named: () => false, sectors: () => () => false, cut: () => false };

/** Each change by itself, in no order; one in four of the writes torn. How much gets through differs from cut to cut. */
export function aFate(chance: Chance): Fate {
  const often = chance.number();
  const through = (): boolean => chance.happens(often);
  return {
    named: through,
    sectors() {
      if (chance.happens(0.25)) return through;
      const whole = through();
      return () => whole;
    },
    cut: through,
  };
}

/**
 * One folder on a disk that promises no more than POSIX does: what was synchronised stays; of all else any part may be there
 * after a power cut, whatever was done first. A file that was synchronised has its name as well, as Linux's file systems have it.
 */
export class Disk {
  /** As the process sees it. */
  readonly #names = new Map<string, File>();
  readonly #kept = new Map<string, File>();
  #renamings: Renaming[] = [];
  readonly #refused: Fate;

  /**
   * `refused`: what gets to the disk of a file whose synchronising is refused. Of the rest nothing will, unless it is written
   * again: Linux takes a page that it could not write for clean, and the next synchronising succeeds without it
   * (PostgreSQL wiki, "Fsync Errors"). The process reads its bytes all the same.
   */
  constructor(refused: Fate = EVERYTHING) {
    this.#refused = refused;
  }

  apply(change: Change): void {
    switch (change.kind) {
      case 'create':
        this.#name([[change.name, { kept: new Bytes(), pending: [] }]]);
        break;
      case 'unlink':
        this.#name([[change.name, undefined]]);
        break;
      case 'rename':
        this.#name([
          [change.name, undefined],
          [change.to, this.#file(change.name)],
        ]);
        break;
      case 'synchronise':
        if (change.name === '') this.#keepNames();
        else this.#keep(this.#file(change.name));
        break;
      case 'refuse':
        if (change.name !== '') this.#settle(this.#file(change.name), this.#refused);
        break;
      default:
        this.#file(change.name).pending.push(change);
    }
  }

  /** What the folder holds after a power cut now. */
  cut(fate: Fate): Map<string, Uint8Array> {
    const names = new Map(this.#kept);
    for (const renaming of this.#renamings) if (fate.named()) rename(names, renaming);
    return new Map([...names].map(([name, { kept, pending }]) => [name, reckoned(kept, pending, fate)]));
  }

  #file(name: string): File {
    const file = this.#names.get(name);
    if (!file) throw new Error(`the log is not whole: ${name} was never made`);
    return file;
  }

  #name(entries: [string, File | undefined][]): void {
    const renaming = new Map(entries);
    rename(this.#names, renaming);
    this.#renamings.push(renaming);
  }

  #keepNames(): void {
    for (const renaming of this.#renamings) rename(this.#kept, renaming);
    this.#renamings = [];
  }

  #settle(file: File, fate: Fate): void {
    for (const change of file.pending) write(file.kept, change, fate);
    file.pending = [];
  }

  #keep(file: File): void {
    this.#settle(file, EVERYTHING);
    const at = this.#renamings.findLastIndex((renaming) => [...renaming.values()].includes(file));
    const kept = this.#renamings[at];
    if (!kept) return;
    rename(this.#kept, kept);
    // Whatever happened to these names before is settled with it.
    for (const earlier of this.#renamings.slice(0, at)) for (const name of kept.keys()) earlier.delete(name);
    this.#renamings.splice(at, 1);
  }
}

function rename(names: Map<string, File>, renaming: Renaming): void {
  for (const [name, file] of renaming) {
    if (file) names.set(name, file);
    else names.delete(name);
  }
}

function reckoned(kept: Bytes, pending: readonly Pending[], fate: Fate): Uint8Array {
  if (pending.length === 0) return kept.view();
  const bytes = new Bytes(kept.view());
  for (const change of pending) write(bytes, change, fate);
  return bytes.view();
}

function write(to: Bytes, change: Pending, fate: Fate): void {
  if (change.kind === 'truncate') {
    if (fate.cut()) to.truncate(change.to);
  } else if (fate === EVERYTHING) {
    to.write(change.at, change.bytes);
  } else {
    writeTorn(to, change, fate);
  }
}

function writeTorn(to: Bytes, { at, bytes }: Pending & { readonly kind: 'write' }, fate: Fate): void {
  const first = Math.floor(at / SECTOR_BYTES);
  const count = Math.ceil((at + bytes.length) / SECTOR_BYTES) - first;
  const through = fate.sectors(count);
  for (let sector = 0; sector < count; sector++) {
    if (!through(sector)) continue;
    const from = Math.max(at, (first + sector) * SECTOR_BYTES);
    const end = Math.min(at + bytes.length, (first + sector + 1) * SECTOR_BYTES);
    to.write(from, bytes.subarray(from - at, end - at));
  }
}
