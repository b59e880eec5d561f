import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes a station in another process leap in time. */
export interface Skipper {
  /** Its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Comes before its own arguments. */
  readonly args: readonly string[];
  skip(pid: number, ms: number): void;
}

/** `stepMs`: how fast its simulated monitors pump, a real one's pace if not said. */
export function aSkipper(stepMs?: number): Skipper {
  const file = join(mkdtempSync(join(tmpdir(), 'yike-skip-')), 'ms');
  writeFileSync(file, '0');
  return {
    env: { SKIP_FILE: file, ...(stepMs !== undefined && { SIMULATOR_STEP_MS: String(stepMs) }) },
    args: ['--import', join(import.meta.dirname, 'skip-on-signal.ts')],
    skip(pid, ms) {
      writeFileSync(file, String(ms));
      process.kill(pid, 'SIGUSR2');
    },
  };
}
