/** Our own firmware for the bin's board, built with Debian's gcc-avr and avr-libc. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Image, parseHex } from './intel-hex.ts';

const SOURCES = join(import.meta.dirname, '..', '..', 'firmware-config', 'firmware');

/** `ramBytes`: all that stands in memory before the stack begins. */
export interface Built {
  readonly image: Image;
  readonly flashBytes: number;
  readonly ramBytes: number;
}

/** For a whole run of the tests: built once, found by those who call `ownFirmware`. Returns how to remove it. */
export function buildForAll(): () => void {
  const folder = build();
  process.env.YIKE_BIN_BUILT = folder;
  return () => rmSync(folder, { recursive: true });
}

/** Throws what the compiler said. */
export function ownFirmware(): Built {
  const built = process.env.YIKE_BIN_BUILT;
  const folder = built ?? build();
  try {
    const sections = run('avr-size', '-A', join(folder, 'yike-bin.elf'));
    const size = (name: string): number => Number(new RegExp(`^\\.${name}\\s+(\\d+)`, 'm').exec(sections)?.[1] ?? 0);
    return {
      image: parseHex(readFileSync(join(folder, 'yike-bin.hex'), 'ascii')),
      flashBytes: size('text') + size('data'),
      ramBytes: size('data') + size('bss') + size('noinit'),
    };
  } finally {
    if (built === undefined) rmSync(folder, { recursive: true });
  }
}

function build(): string {
  const folder = mkdtempSync(join(tmpdir(), 'yike-bin-'));
  run('make', '-s', '-C', SOURCES, `BUILD=${folder}`);
  return folder;
}

function run(program: string, ...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? ''}${stdout}${stderr}`);
  return stdout;
}
