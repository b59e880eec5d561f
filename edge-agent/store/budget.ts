import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from './database.ts';

/** `low`: details are left out. `scarce`: staff are called. `full`: no new visits. What is confirmed is never dropped. */
export type DiskLevel = 'roomy' | 'low' | 'scarce' | 'full';

export interface Usage {
  /** Of what the records may take, 0 to 100. Freed pages count as free: the file is filled again from within. */
  readonly usedPercent: number;
  readonly level: DiskLevel;
}

export interface Budget {
  usage(): Usage;
  /** The disk refused a save: gives up the ballast, so that what only makes room can be written. */
  giveUpBallast(): void;
  /** Puts it back once there is ample room. */
  renewBallast(): void;
}

const GIB = 2 ** 30;
/** More than a year of a busy station, and less than the least of disks. */
const MOST_BYTES = 8 * GIB;
/** Of what the disk has free, and the file has already: others live there too. */
const SHARE = 0.8;
const BALLAST_BYTES = 16 * 2 ** 20;
const LEVELS: readonly (readonly [number, DiskLevel])[] = [
  [95, 'full'],
  [90, 'scarce'],
  [80, 'low'],
];

/**
 * Bounds the database to a quota (`max_page_count`): it is full before the disk is, and says so long before. On a disk that
 * others have filled even DELETE fails, since the log must grow first: a ballast file is kept to be given up then.
 * `mostBytes`: another quota than the disk's own.
 */
export function openBudget(db: Database, folder: string, mostBytes: number = quotaOf(db, folder)): Budget {
  const pageBytes = Number(db.pragma('page_size', { simple: true }));
  const most = Math.max(1, Math.floor(mostBytes / pageBytes));
  const quota = Number(db.pragma(`max_page_count = ${most}`, { simple: true })); // never below what there is
  const ballast = join(folder, 'ballast');

  const budget: Budget = {
    usage() {
      const pages =
        Number(db.pragma('page_count', { simple: true })) - Number(db.pragma('freelist_count', { simple: true }));
      const usedPercent = Math.min(100, Math.round((1000 * pages) / quota) / 10);
      return { usedPercent, level: LEVELS.find(([from]) => usedPercent >= from)?.[1] ?? 'roomy' };
    },
    giveUpBallast() {
      try {
        rmSync(ballast, { force: true });
      } catch {
        // A disk that can only be read has nothing to give: told by the save that it refused, and no fault of that one's caller.
      }
    },
    renewBallast() {
      if (existsSync(ballast) || freeBytes(folder) < 4 * BALLAST_BYTES) return;
      try {
        lay(ballast);
      } catch {
        budget.giveUpBallast(); // half a ballast weighs on a disk that has just filled up
      }
    },
  };
  budget.renewBallast();
  return budget;
}

function quotaOf(db: Database, folder: string): number {
  const bytes = Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }));
  return Math.min(MOST_BYTES, SHARE * (freeBytes(folder) + bytes));
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** Written, not only sized: a file with a hole holds no place. */
function lay(file: string): void {
  const out = openSync(file, 'w', 0o600);
  try {
    const block = Buffer.alloc(2 ** 20, 0x79);
    for (let at = 0; at < BALLAST_BYTES; at += block.length) writeSync(out, block, 0, block.length, at);
    ftruncateSync(out, BALLAST_BYTES);
    fsyncSync(out);
  } finally {
    closeSync(out);
  }
}
