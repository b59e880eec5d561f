import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { writeLogLibrary } from './library.ts';

/** One change to the folder, or one synchronising of a file of it, done or refused; `name` is '' for the folder itself. */
export type Change =
  | { readonly kind: 'write'; readonly name: string; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'truncate'; readonly name: string; readonly to: number }
  | { readonly kind: 'synchronise' | 'refuse' | 'create' | 'unlink'; readonly name: string }
  | { readonly kind: 'rename'; readonly name: string; readonly to: string };

export interface Recording {
  readonly changes: readonly Change[];
  /** What the folder held when the process had ended, without shared memory. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Null when a signal ended it. */
  readonly status: number | null;
  /** All that it printed: what the disk refused. */
  readonly said: string;
}

/** Kept in memory: a disk that is really synchronised would only cost time, since what it would keep is reckoned from the log. */
export const MEMORY = '/dev/shm';
const HEAD_BYTES = 25;
const child = join(import.meta.dirname, 'child.ts');

/** Which write or synchronising the disk refuses, from 1; with ENOSPC all behind it as well. */
export interface Refusal {
  readonly at: number;
  readonly as: 'EIO' | 'ENOSPC';
}

export interface Run {
  readonly seed: number;
  /** So many events, each in a commit of its own. */
  readonly saves: number;
  /** What is wrong with the process, for a control. */
  readonly fault?: 'normal' | 'hasty' | undefined;
  readonly refusal?: Refusal;
}

/** Lets the child save, and brings back all that it did to its folder. Throws when it does not end well on a disk that refuses nothing. */
export function record({ seed, saves, fault, refusal }: Run): Recording {
  const place = mkdtempSync(join(MEMORY, 'yike-recording-'));
  try {
    const folder = mkdtempSync(join(place, 'folder-'));
    const log = join(place, 'log');
    const args = [child, folder, String(seed), String(saves), ...(fault ? [`--${fault}`] : [])];
    const { status, stderr, stdout } = spawnSync(process.execPath, args, {
      encoding: 'utf8',
      env: {
        ...process.env,
        LD_PRELOAD: writeLogLibrary(),
        WRITE_LOG_FOLDER: folder,
        WRITE_LOG: log,
        ...(refusal && { WRITE_LOG_FAIL: `${refusal.at} ${refusal.as}` }),
      },
    });
    const said = `${stdout}${stderr}`;
    if (!refusal && (status !== 0 || said !== '')) throw new Error(`the child ended with ${status}: ${said}`);
    const names = readdirSync(folder).filter((name) => !name.endsWith('-shm'));
    return {
      changes: parse(readFileSync(log), folder),
      files: new Map(names.map((name) => [name, readFileSync(join(folder, name))])),
      status,
      said,
    };
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** The log as `write-log.c` describes it. Shared memory is left out: SQLite builds it anew after a crash. */
function parse(log: Buffer, folder: string): Change[] {
  const changes: Change[] = [];
  for (let at = 0; at < log.length; ) {
    const pathLength = Number(log.readBigUInt64LE(at + 1));
    const offset = Number(log.readBigUInt64LE(at + 9));
    const pathEnd = at + HEAD_BYTES + pathLength;
    const end = pathEnd + Number(log.readBigUInt64LE(at + 17));
    const name = log.toString('utf8', at + HEAD_BYTES, pathEnd).slice(folder.length + 1);
    const change = changeOf(String.fromCharCode(log[at] ?? 0), name, offset, log.subarray(pathEnd, end));
    if (!name.endsWith('-shm')) changes.push(change);
    at = end;
  }
  return changes;
}

function changeOf(kind: string, name: string, offset: number, bytes: Buffer): Change {
  switch (kind) {
    case 'w':
      return { kind: 'write', name, at: offset, bytes };
    case 't':
      return { kind: 'truncate', name, to: offset };
    case 's':
      return { kind: 'synchronise', name };
    case 'x':
      return { kind: 'refuse', name };
    case 'c':
      return { kind: 'create', name };
    case 'u':
      return { kind: 'unlink', name };
    case 'r':
      return { kind: 'rename', name, to: basename(bytes.toString()) };
    default:
      throw new Error(`the log is not understood: a record of kind ${kind}`);
  }
}
