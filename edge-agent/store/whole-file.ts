import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes a small file whole or not at all, whatever happens to the power: beside, synchronised, then renamed. Our own user alone may read it. */
export function writeWhole(file: string, text: string): void {
  const beside = `${file}.new`;
  const out = openSync(beside, 'w', 0o600);
  try {
    writeFileSync(out, text);
    fsyncSync(out);
  } finally {
    closeSync(out);
  }
  renameSync(beside, file);
  synchroniseFolder(dirname(file));
}

/** What was made, renamed or removed in it stays so. */
export function synchroniseFolder(folder: string): void {
  const open = openSync(folder, 'r');
  try {
    fsyncSync(open);
  } finally {
    closeSync(open);
  }
}
