import { spawnSync } from 'node:child_process';
import { aProcess, type Process } from '../process.ts';

/** A disk of its own below a folder, seen by nobody but the processes started on it. */
export interface SmallDisk extends AsyncDisposable {
  /** `node ARGS` with that disk in sight. */
  start(args: readonly string[]): Process;
  /** Takes all the room there is. */
  fill(): void;
  /** Gives it back. */
  empty(): void;
  /** Nobody may have a file of it open for writing. Throws what `mount` says. */
  remount(as: 'ro' | 'rw'): void;
}

/** Mounting takes root, and a machine that lets root do it: some containers do not. */
export const canMount = (): boolean => spawnSync('unshare', ['--mount', 'true']).status === 0;

/** In memory, so large; gone with the last of its processes. */
export async function aSmallDisk(folder: string, megabytes: number): Promise<SmallDisk> {
  const mount = `mount -t tmpfs -o size=${megabytes}m tmpfs "$0" && echo mounted && exec cat`;
  const keeper = aProcess(['--mount', 'sh', '-c', mount, folder], {}, 'unshare');
  await keeper.says((line) => line === 'mounted');
  const inside = ['--mount', '--target', String(keeper.child.pid)];
  const run = (script: string): void => {
    const { status, stderr } = spawnSync('nsenter', [...inside, 'sh', '-c', script, folder], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  return {
    start: (args) => aProcess([...inside, process.execPath, ...args], {}, 'nsenter'),
    // It ends as it must, without room; `df` says whether it did.
    fill: () =>
      run('dd if=/dev/zero of="$0/filler" bs=4k 2>/dev/null; test "$(df --output=avail "$0" | tail -1)" -eq 0'),
    empty: () => run('rm "$0/filler"'),
    remount: (as) => run(`mount -o remount,${as} "$0"`),
    [Symbol.asyncDispose]: () => keeper.kill('SIGKILL'),
  };
}
