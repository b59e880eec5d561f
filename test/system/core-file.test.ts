/** A station that dies hard leaves no image of its memory: readings are in it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { aFreePort } from '../free-port.ts';
import { aProcess } from '../process.ts';
import { aStationFile } from '../station-file.ts';

const BOOTSTRAP = 'kiosk/bootstrap.mjs';

/** Under a parent that lets cores of any size be written, as far as this machine allows it. */
const withCores = (...args: readonly string[]): string[] => [
  '-c',
  'ulimit -S -c "$(ulimit -H -c)"; exec "$@"',
  'sh',
  process.execPath,
  BOOTSTRAP,
  ...args,
];
const coreLimits = (pid: number): string[] =>
  /^Max core file size +(\S+) +(\S+)/m.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))?.slice(1) ?? [];
const childOf = (pid: number): number => Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8'));

test.each(['demo', 'start'])('yike %s runs with a core size of 0, soft and hard', async (command) => {
  const folder = mkdtempSync(join(tmpdir(), 'yike-core-'));
  const port = await aFreePort(3);
  const devices = [`{ id: bp-1, driver: maibobo-rbp, transport: { kind: serial, path: ${join(folder, 'none')} } }`];
  const file = aStationFile(folder, { port, brokerUrl: 'mqtt://127.0.0.1:1', devices });
  const args = command === 'demo' ? ['--port', String(port), '--data', folder] : ['--station', file];
  const bootstrap = aProcess(withCores(command, ...args), {}, '/bin/sh');
  onTestFinished(async () => {
    await bootstrap.kill();
    rmSync(folder, { recursive: true });
  });
  await bootstrap.says((line) => line.includes(command === 'demo' ? 'Ctrl-C' : 'station ready'));
  const ofBootstrap = coreLimits(bootstrap.child.pid ?? 0);
  expect(ofBootstrap[0], 'the parent hands on what it may').toBe(ofBootstrap[1]);
  const station = childOf(bootstrap.child.pid ?? 0);
  expect(readFileSync(`/proc/${station}/cmdline`, 'utf8').split('\0')[0]).toMatch(/node$/);
  expect(coreLimits(station)).toEqual(['0', '0']);
  await bootstrap.kill();
  expect(await bootstrap.exited, 'a SIGTERM still reaches it').toBe(0);
});

test('the exit code and what is printed are the command’s own', () => {
  const { status, stdout, stderr } = spawnSync('/bin/sh', withCores('read', 'omron "$1"', '--serial', '/dev/ttyS0'));
  expect([status, String(stdout)]).toEqual([1, '']);
  expect(String(stderr)).toContain(`no driver 'omron "$1"'`);
});
