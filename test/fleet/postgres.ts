/** A PostgreSQL of this test's own, in a folder of its own, over a socket alone; it may be killed and begun again. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Postgres {
  /** Of a fresh database in it. */
  database(name: string): string;
  /** As at a power cut of its machine, but for what the kernel still writes. */
  kill(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

const ROOT = '/usr/lib/postgresql';
const newest = (): string =>
  existsSync(ROOT) ? join(ROOT, readdirSync(ROOT).sort((a, b) => Number(b) - Number(a))[0] ?? '', 'bin') : '/usr/bin';
/** PostgreSQL refuses to run as root; the package brings a user for it. */
const asUser = (program: string, args: readonly string[]): [string, string[]] =>
  process.getuid?.() === 0
    ? ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', program, ...args]]
    : [program, [...args]];
const run = (program: string, args: readonly string[]): string => {
  const [first, rest] = asUser(join(newest(), program), args);
  return execFileSync(first, rest, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], cwd: '/' });
};

export async function aPostgres(): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'yike-pg-'));
  if (process.getuid?.() === 0) {
    const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
    chownSync(folder, id('-u'), id('-g'));
  }
  const data = join(folder, 'data');
  run('initdb', ['-D', data, '-U', 'postgres', '--auth=trust', '--no-sync', '-E', 'UTF8', '--locale=C.UTF-8']);
  let server: ChildProcess | undefined;
  const url = (name: string): string => `postgres://postgres@localhost/${name}?host=${encodeURIComponent(folder)}`;

  async function start(): Promise<void> {
    const [first, rest] = asUser(join(newest(), 'postgres'), [
      '-D',
      data,
      '-k',
      folder,
      '-c',
      'listen_addresses=',
      '-c',
      'max_connections=60',
      '-c',
      'shared_buffers=64MB',
    ]);
    const child = spawn(first, rest, { stdio: ['ignore', 'ignore', 'pipe'], cwd: '/' });
    server = child;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('ready to accept connections')) resolve();
    });
    child.once('exit', () => reject(new Error(`postgres ended: ${said.slice(-500)}`)));
    await promise;
  }
  const stopped = (signal: NodeJS.Signals): Promise<void> => {
    const child = server;
    if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    return ended;
  };

  await start();
  return {
    database(name) {
      run('createdb', ['-h', folder, '-U', 'postgres', name]);
      return url(name);
    },
    kill: () => stopped('SIGQUIT'), // immediate: no checkpoint, its children with it; the log is played back at the next start
    start,
    async close() {
      await stopped('SIGQUIT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
