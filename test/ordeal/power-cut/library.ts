import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const source = join(import.meta.dirname, 'write-log.c');
let made: string | undefined;

/** The recorder to be preloaded, compiled once for this process and gone with it. Throws with the compiler's own words. */
export function writeLogLibrary(): string {
  if (made !== undefined) return made;
  const folder = mkdtempSync(join(tmpdir(), 'yike-write-log-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const library = join(folder, 'write-log.so');
  const flags = ['-shared', '-fPIC', '-O2', '-Wall', '-o', library, source, '-ldl', '-pthread'];
  const { status, stderr, error } = spawnSync('gcc', flags, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the recorder does not compile: ${error?.message ?? stderr}`);
  made = library;
  return library;
}
