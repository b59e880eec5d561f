#!/usr/bin/env node
/**
 * Starts the pinned Node with whatever Node this machine has (20 or later): in a fresh clone it first installs what the
 * lock file names, and builds the screens when their sources have changed. Plain JavaScript, and nothing but node:.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const pinnedNode = join(modules, 'node', 'bin', 'node');
const [command = 'help', ...rest] = process.argv.slice(2);

/** @param {string} folder @returns {string[]} files below it, in a fixed order */
const filesBelow = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'dist' && name !== 'node_modules')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)]));

/** @param {string[]} files */
const hashOf = (files) => {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest('hex');
};

/** Runs a step to its end; its words go to stderr, so that stdout stays the command's own.
 * @param {string} what @param {string} program @param {string[]} args */
function step(what, program, args) {
  process.stderr.write(`${what} …\n`);
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status === 0) return;
  process.stderr.write(`${what}: failed${error ? `: ${error.message}` : ''}\n`);
  process.exit(2);
}

/** @param {string} stamp @param {string} value @param {() => void} make */
function unlessStamped(stamp, value, make) {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === value) return;
  make();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, value);
}

const lock = join(root, 'package-lock.json');
if (existsSync(lock)) {
  unlessStamped(join(modules, '.yike-installed'), hashOf([lock]), () =>
    step('Installing (once)', 'npm', ['ci', '--loglevel=error', '--no-audit', '--no-fund']),
  );
}
/** Page → what it is built from, besides its own folder and the parts they share. */
const PAGES = { touch: 'kiosk/contract', console: 'fleet/contract' };
const NEEDED = { demo: ['touch', 'console'], run: ['touch', 'console'], start: ['touch'], fleet: ['console'] };

/** @param {'touch' | 'console'} page */
function build(page) {
  const sources = ['ui/parts', `ui/${page}`, PAGES[page]].flatMap((folder) => filesBelow(join(root, folder)));
  const stamp = join(root, 'ui', page, 'dist', '.built');
  unlessStamped(stamp, hashOf([...sources, join(root, 'ui', 'vite.config.ts'), lock]), () =>
    step(page === 'touch' ? 'Building the screens' : 'Building the console', pinnedNode, [
      join(modules, 'vite', 'bin', 'vite.js'),
      'build',
      `ui/${page}`,
      '--config',
      'ui/vite.config.ts',
      '--logLevel',
      'warn',
    ]),
  );
}
for (const page of NEEDED[command] ?? []) if (existsSync(join(root, 'ui', page, 'index.html'))) build(page);

const target =
  command === 'run'
    ? [resolve(root, rest[0] ?? ''), ...rest.slice(1)]
    : [join(root, 'kiosk', 'yike.mjs'), command, ...rest];
/** A core file would hold the readings in memory (core(5)). Node cannot set the limit; the shell can, and then becomes Node. */
const WITHOUT_CORE = ['/bin/sh', '-c', 'ulimit -c 0 && exec "$@"', 'sh'];
const mayLeaveCore = process.platform !== 'linux' || command === 'run';
const [program, ...before] = [...(mayLeaveCore ? [] : WITHOUT_CORE), pinnedNode];
const child = spawn(program, [...before, ...target], {
  stdio: 'inherit',
  cwd: command === 'run' ? root : process.cwd(),
});
// The child ends first, and us with it. A terminal's Ctrl-C reaches it twice: it takes that for once.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']))
  process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 128 + 15 : (code ?? 70)));
