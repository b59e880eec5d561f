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

/** One of ext4, which can be made to fail. */
export interface FailingDisk extends SmallDisk {
  /** As a worn card does: ext4 meets an error and is read-only from here on, whoever has files open. */
  fail(): void;
  /** What the next start of the machine does: checked, and right again. Nobody may have a file of it open. */
  repair(): void;
}

/** Mounting takes root, and a machine that lets root do it: some containers do not. */
export const canMount = (): boolean => spawnSync('unshare', ['--mount', 'true']).status === 0;

/** That takes loop devices too, and a kernel that lets errors be made (`trigger_fs_error`, Documentation/ABI/testing/sysfs-fs-ext4). */
export const canFail = (): boolean => spawnSync('unshare', ['--mount', 'sh', '-c', TRY_EXT4]).status === 0;

const MOUNT_EXT4 = 'mount -o loop,errors=remount-ro "$0.img" "$0"';
const MAKE_EXT4 = (megabytes: number): string =>
  `truncate -s ${megabytes}M "$0.img" && mkfs.ext4 -q "$0.img" && ${MOUNT_EXT4}`;
const FAIL = 'echo 1 > "/sys/fs/ext4/$(basename "$(findmnt -no SOURCE "$0")")/trigger_fs_error"';
const TRY_EXT4 = `set -- "$(mktemp -d)" && sh -c '${MAKE_EXT4(4)} && ${FAIL}' "$1"; said=$?
  umount "$1"; rm -r "$1" "$1.img"; exit $said`;

/** In memory, so large; gone with the last of its processes. */
export async function aSmallDisk(folder: string, megabytes: number): Promise<SmallDisk> {
  return (await aDisk(folder, `mount -t tmpfs -o size=${megabytes}m tmpfs "$0"`)).disk;
}

/** In a file beside the folder, so large, its journal included. */
export async function aFailingDisk(folder: string, megabytes: number): Promise<FailingDisk> {
  const { disk, run } = await aDisk(folder, MAKE_EXT4(megabytes));
  return {
    ...disk,
    fail: () => run(FAIL),
    repair: () => run(`umount "$0"; e2fsck -fp "$0.img" >&2 || test $? -eq 1; ${MOUNT_EXT4}`),
  };
}

async function aDisk(folder: string, mount: string): Promise<{ disk: SmallDisk; run: (script: string) => void }> {
  const keeper = aProcess(['--mount', 'sh', '-c', `${mount} && echo mounted && exec cat`, folder], {}, 'unshare');
  await keeper.says((line) => line === 'mounted');
  const inside = ['--mount', '--target', String(keeper.child.pid)];
  const run = (script: string): void => {
    const { status, stderr } = spawnSync('nsenter', [...inside, 'sh', '-ec', script, folder], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  const disk: SmallDisk = {
    start: (args) => aProcess([...inside, process.execPath, ...args], {}, 'nsenter'),
    // It ends as it must, without room; `df` says whether it did.
    fill: () =>
      run('dd if=/dev/zero of="$0/filler" bs=4k 2>/dev/null || true; test "$(df --output=avail "$0" | tail -1)" -eq 0'),
    empty: () => run('rm "$0/filler"'),
    remount: (as) => run(`mount -o remount,${as} "$0"`),
    [Symbol.asyncDispose]: () => keeper.kill('SIGKILL'),
  };
  return { disk, run };
}
