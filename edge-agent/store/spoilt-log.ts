import {
  closeSync,
  copyFileSync,
  existsSync,
  linkSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { type Reading, reading } from './reading.ts';
import { type Frame, type Log, parseLog, writeLog } from './wal.ts';

/**
 * SQLite ends its log at the first frame that does not hold, and says nothing: right for the torn end that a power cut
 * leaves, wrong for a log that was spoilt later, with confirmed commits behind the spoilt place. Read before SQLite
 * touches it: its next commit writes over them.
 */
export function readLog(file: string): Log {
  const log = `${file}-wal`;
  if (!existsSync(log) || !existsSync(file)) return { frames: [], taken: 0 };
  return parseLog(readFileSync(log), pageBytes(file));
}

/** Is there more in it than SQLite takes? */
export const hasMore = ({ frames, taken }: Log): boolean => frames.length > taken;

/**
 * The frames of which it is certain that a synchronised commit stood behind them, whatever of a power cut: all up to a
 * commit that another frame follows. Only rows are waited for, and at most one commit of rows is under way at a time,
 * the last; so a row that is found in these was confirmed. Where the last two commits themselves are spoilt the log proves
 * nothing: `reached.ts` does, unless a power cut took that as well.
 */
export function certain({ frames }: Log): readonly Frame[] {
  const end = frames.findLastIndex(({ proved, commit, place }, index) => {
    const next = frames[index + 1]; // written after it: what a commit that the disk refused has left does not go on from it
    return proved && commit > 0 && next?.proved && next.place === place + 1;
  });
  return frames.slice(0, end + 1);
}

const VIEWS = ['repaired', 'before', 'bare'] as const;

/**
 * What can be read of the database with a log of these frames and no others beside it: under another name of the same
 * file, so that nothing is copied, and nothing is written to it. One view at a time: SQLite keeps one index of the log for
 * each file, whatever its names.
 */
export function openView(file: string, name: (typeof VIEWS)[number], frames: readonly Frame[]): Reading {
  const view = `${file}.${name}`;
  remove(view);
  try {
    linkSync(file, view);
  } catch {
    copyFileSync(file, view); // a file system that knows no links
  }
  if (frames.length > 0) writeFileSync(`${view}-wal`, writeLog(frames), { mode: 0o600 });
  const read = reading(view);
  return {
    ...read,
    close() {
      read.close();
      remove(view);
    },
  };
}

/** What a kill may have left of them. */
export function removeViews(file: string): void {
  for (const name of VIEWS) remove(`${file}.${name}`);
}

function remove(view: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${view}${suffix}`, { force: true });
}

const USUAL_PAGE_BYTES = 4096;

/** As the database's head says: https://www.sqlite.org/fileformat2.html#page_size. */
function pageBytes(file: string): number {
  const head = Buffer.alloc(18);
  const open = openSync(file, 'r');
  try {
    readSync(open, head, 0, head.length, 0);
  } finally {
    closeSync(open);
  }
  const bytes = head.readUInt16BE(16);
  return bytes >= 512 && (bytes & (bytes - 1)) === 0 ? bytes : USUAL_PAGE_BYTES;
}
