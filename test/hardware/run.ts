/**
 * `npm run test:hardware`: our transports and drivers on a real kernel, with adapters and HID devices that are plugged and
 * pulled in a small emulated machine; `-- serial` for the files of that name alone. No part of CI: it takes minutes, and a
 * core to itself.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { install } from '../needs.ts';
import { readsConsole } from './console.ts';
import { buildImage } from './image.ts';
import { fetchKernel, type Kernel } from './kernel.ts';
import { boot } from './machine.ts';
import { PACKAGES } from './packages.ts';

/** What hangs is ended. */
const LIMIT_MS = 600_000;

const cache = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'yike-hardware');

function unable(why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(2);
}

function kernel(): Kernel {
  try {
    return fetchKernel(cache);
  } catch (error) {
    return unable(`Debian's kernel package cannot be had: ${error instanceof Error ? error.message : error}`);
  }
}

if (process.arch !== 'x64') unable('The machine that is emulated has an x86-64 processor, and so must this one.');
const missing = install(PACKAGES);
if (missing.length > 0)
  unable(`These Debian packages are missing: ${missing.join(' ')}\n  apt-get install ${missing.join(' ')}`);
mkdirSync(cache, { recursive: true });
const booted = kernel();
const image = buildImage(booted, cache);
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
const said = readsConsole((line) => process.stdout.write(`${line}\n`));
await boot({
  kernel: booted.image,
  image,
  only: process.argv[2] ?? '',
  line: said.line,
  stopped: AbortSignal.any([stop.signal, AbortSignal.timeout(LIMIT_MS)]),
}).catch((error: Error) => process.stdout.write(`the emulator: ${error.message}\n`));
const { passed, failed, skipped } = said.end();
process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exit(failed > 0 ? 1 : 0);
