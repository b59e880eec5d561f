import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NONE, sum, type Tallies } from './family.ts';

/** What has been done so far on this commit, kept in `.yike/ordeal/` so that it can be gone on with. */
export interface Progress {
  /** Its hash, with `-changed` where files other than the README are not committed. */
  readonly commit: string;
  of(family: string): Tallies;
  /** Kept on disk before this returns. */
  add(family: string, tallies: Tallies): void;
}

export function openProgress(root: string, commit = commitOf(root)): Progress {
  const folder = join(root, '.yike', 'ordeal');
  const file = join(folder, `${commit}.json`);
  const families = new Map(Object.entries(read(file)));
  const of = (family: string): Tallies => families.get(family) ?? NONE;
  return {
    commit,
    of,
    add(family, tallies) {
      families.set(family, sum(of(family), tallies));
      mkdirSync(folder, { recursive: true });
      writeFileSync(`${file}.new`, `${JSON.stringify(Object.fromEntries(families), undefined, 2)}\n`);
      renameSync(`${file}.new`, file);
    },
  };
}

function commitOf(root: string): string {
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--', '.', ':!README.md') !== '';
  return `${git('rev-parse', 'HEAD')}${changed ? '-changed' : ''}`;
}

function read(file: string): Readonly<Record<string, Tallies>> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return {}; // nothing done yet
  }
  return JSON.parse(text) as Readonly<Record<string, Tallies>>;
}
