/** Bugs planted into a copy of the product: the simulation that does not find them finds nothing. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printed } from '../printed.ts';
import { patched } from './patch.ts';
import type { Run } from './run-seed.ts';

export interface Planted {
  /** Of `planted/NAME.patch`. */
  readonly name: string;
  readonly what: string;
  /** Where it can fall: a rung of the station's days, or the scripts of a bin's deposits. */
  readonly rung: NonNullable<Run['rung']> | 'deposits';
  /** CI begins its search here, the long plan at the first seed: known to stand before. */
  readonly from?: number;
}

export const PLANTED: readonly Planted[] = [
  { name: 'confirm-before-commit', what: 'a sugar is called saved, and then saved', rung: 'A' },
  {
    name: 'id-made-at-each-send',
    what: 'an event is given its id when it is sent, and another one with each repeat',
    rung: 'A',
  },
  {
    name: 'attribution-at-arrival',
    what: 'a sugar is filed to whoever stands there when it comes',
    rung: 'A',
    from: 40,
  },
  { name: 'mark-raised-at-send', what: 'what was sent counts as acknowledged', rung: 'A' },
  {
    name: 'sequence-reset',
    what: 'the sequence goes on behind the newest row that is still there',
    rung: 'B',
    from: 20,
  },
  { name: 'purge-without-receipt', what: 'rows leave some days after their PUBACK', rung: 'B', from: 75 },
  {
    name: 'receipt-past-puback',
    what: 'a receipt is believed, whether the broker has acknowledged what it is for or not',
    rung: 'B',
  },
  { name: 'timer-by-wall-clock', what: 'a wait on the screen is timed by the calendar', rung: 'A', from: 70 },
  { name: 'unbounded-queue', what: 'the whole backlog is read and sent at once', rung: 'A' },
  { name: 'door-before-commit', what: 'a lock is let go, and then its use is saved', rung: 'deposits' },
];

/** Fell at the power cut's own harness: the simulated disk is synchronised by definition. */
export const FALLS_ELSEWHERE: readonly string[] = ['normal-sync'];

const root = join(import.meta.dirname, '..', '..');
const COPIED = ['edge-agent', 'kiosk', 'firmware-config', 'test', 'package.json'];

export const patchOf = (name: string): string =>
  readFileSync(join(import.meta.dirname, 'planted', `${name}.patch`), 'utf8');

/** A copy of the sources with that bug in them. */
export function plantedTree(name: string): { readonly folder: string } & Disposable {
  const files = patched(patchOf(name), (path) => readFileSync(join(root, path), 'utf8'));
  const folder = mkdtempSync(join(tmpdir(), `yike-planted-`));
  for (const part of COPIED) cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const [path, text] of files) writeFileSync(join(folder, path), text);
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
}

export interface Fell {
  readonly seed: number;
  readonly invariant: string;
  readonly says: string;
}

/** The first of so many seeds at which the bug falls; undefined: it stood. */
export async function firstFall({ name, rung }: Planted, first: number, seeds: number): Promise<Fell | undefined> {
  using tree = plantedTree(name);
  const args = [join(tree.folder, 'test', 'simulation', 'planted-run.ts'), rung, String(first), String(seeds)];
  return (JSON.parse(await printed(args)) as { readonly fell?: Fell }).fell;
}
