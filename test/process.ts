import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '..');

/** A command of ours in a process of its own. */
export interface Process {
  readonly child: ChildProcess;
  /** What it has printed so far, stdout and stderr together, line by line. */
  readonly lines: readonly string[];
  /** Only stdout. */
  readonly out: readonly string[];
  /** One line on its stdin. */
  type(line: string): void;
  /** Resolves with the first line of stdout, past or to come, for which this holds; rejects when the process ends first. */
  says(holds: (line: string) => boolean): Promise<string>;
  /** Ends it, and waits for its end. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  readonly exited: Promise<number | null>;
}

/** Runs `node ARGS` with the pinned runtime, from the project's root; or another program with these arguments. */
export function aProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  program = process.execPath,
): Process {
  const child = spawn(program, args, {
    cwd: root,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const lines: string[] = [];
  const out: string[] = [];
  const waiting = new Set<{
    readonly holds: (line: string) => boolean;
    readonly found: PromiseWithResolvers<string>;
  }>();
  child.stdin.on('error', () => {}); // it ended while we typed: `exited` tells
  createInterface({ input: child.stderr }).on('line', (line) => lines.push(line));
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    out.push(line);
    for (const wait of waiting) {
      if (!wait.holds(line)) continue;
      waiting.delete(wait);
      wait.found.resolve(line);
    }
  });
  const exited = once(child, 'close').then(([code]) => {
    for (const { found } of waiting) found.reject(new Error(`it ended (${code}):\n${lines.join('\n')}`));
    return code as number | null;
  });
  return {
    child,
    lines,
    out,
    type: (line) => void child.stdin.write(`${line}\n`),
    says(holds) {
      const before = out.find(holds);
      if (before !== undefined) return Promise.resolve(before);
      const found = Promise.withResolvers<string>();
      if (child.exitCode !== null) found.reject(new Error(`it has ended:\n${lines.join('\n')}`));
      else waiting.add({ holds, found });
      return found.promise;
    },
    async kill(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await exited;
    },
    exited,
  };
}

/** `yike …` in a process of its own. */
export const aYike = (...args: readonly string[]): Process => aProcess(['kiosk/yike.mjs', ...args]);
