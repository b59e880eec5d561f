/** The product's own store, on a file system in memory. A crash is a copy of its files, taken without closing them. */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../../edge-agent/index.ts';
import type { Disk, DiskParts } from './disk.ts';

const FILES = ['yike.db', 'yike.db-wal', 'yike.keys', 'yike.floor', 'yike.reached'];

export function openRealDisk({ keepDays, receipts, asked }: Pick<DiskParts, 'keepDays' | 'receipts' | 'asked'>): Disk {
  const root = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'yike-simulation-'));
  let generation = 0;
  let open: Store | undefined;
  const folderOf = (number: number): string => join(root, String(number));
  mkdirSync(folderOf(0));
  /** Nothing waits for it any more; what it still wants to write goes to files that nobody reads. */
  const bury = (): void => {
    const dead = open;
    open = undefined;
    try {
      dead?.close();
    } catch {
      // in the middle of what it was struck in
    }
  };
  return {
    open({ clock }) {
      bury();
      const store = openStore({ folder: folderOf(generation), keepDays, receipts, clock });
      open = store;
      const after: Store['outbox']['after'] = (sequence, limit) => {
        asked(limit);
        return store.outbox.after(sequence, limit);
      };
      return { ...store, outbox: { ...store.outbox, after } };
    },
    strike() {
      const from = folderOf(generation++);
      const to = folderOf(generation);
      mkdirSync(to);
      for (const name of FILES) if (existsSync(join(from, name))) copyFileSync(join(from, name), join(to, name));
    },
    damage: () => undefined,
    close() {
      bury();
      rmSync(root, { recursive: true });
    },
  };
}
