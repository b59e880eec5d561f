import { globSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A wall clock set wrong under another process, by libfaketime: only what asks for the time of day is lied to, what only rises is true. */
export interface FalseTime extends Disposable {
  /** Its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** From now on it is wrong by so many days; 0 is right. */
  setWrongBy(days: number): void;
}

export function aFalseTime(days: number): FalseTime {
  const [library] = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1');
  if (library === undefined) throw new Error('libfaketime is missing: apt-get install faketime');
  const folder = mkdtempSync(join(tmpdir(), 'yike-false-time-'));
  const file = join(folder, 'offset');
  const setWrongBy = (to: number): void => {
    writeFileSync(`${file}.new`, `${to < 0 ? '' : '+'}${to}d\n`);
    renameSync(`${file}.new`, file); // read at every call: never half
  };
  setWrongBy(days);
  return {
    // Both names: the one of this version, and of those before 0.9.7.
    env: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
    },
    setWrongBy,
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}
