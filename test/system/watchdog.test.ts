/** What the service manager hears of `yike start`, on a real datagram socket. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aFreePort } from '../free-port.ts';
import { aNotifySocket, type NotifySocket } from '../notify-socket.ts';
import { aProcess, type Process } from '../process.ts';
import { aStationFile } from '../station-file.ts';

let folder: string;
let socket: NotifySocket;
let station: Process;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yike-watchdog-'));
  socket = await aNotifySocket();
});
afterEach(async () => {
  await station.kill('SIGKILL');
  await socket[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

async function start(env: Readonly<Record<string, string>>): Promise<void> {
  const devices = [`{ id: bp-1, driver: maibobo-rbp, transport: { kind: serial, path: ${join(folder, 'none')} } }`];
  const file = aStationFile(folder, { port: await aFreePort(), brokerUrl: 'mqtt://127.0.0.1:1', devices });
  station = aProcess(['--import', './test/block-on-signal.ts', 'kiosk/yike.mjs', 'start', '--station', file], env);
  await station.says((line) => line.includes('station ready'));
}
const hears = (holds: (messages: readonly string[]) => void): Promise<void> =>
  vi.waitFor(() => holds(socket.messages), { timeout: 20_000, interval: 5 });
const pings = (): number => socket.messages.filter((message) => message === 'WATCHDOG=1').length;

test('ready, how it stands, that it lives, and its end, in that order', async () => {
  await start({ NOTIFY_SOCKET: socket.path, WATCHDOG_USEC: '300000' });
  await hears((messages) =>
    expect(messages.slice(0, 3)).toEqual(['READY=1', 'STATUS=visits may begin, network away', 'WATCHDOG=1']),
  );
  await hears(() => expect(pings()).toBeGreaterThan(5));
  await station.kill();
  expect(await station.exited).toBe(0);
  await hears((messages) => expect(messages.at(-1)).toBe('STOPPING=1'));
});

test('while its event loop stands still nothing is told, and afterwards it is again', async () => {
  await start({ NOTIFY_SOCKET: socket.path, WATCHDOG_USEC: '300000' });
  await hears(() => expect(pings()).toBeGreaterThan(0));
  station.child.kill('SIGUSR2');
  await hears((messages) => expect(messages).toContain('X_FREE=1'));
  const [blocked, free] = [socket.messages.indexOf('X_BLOCKED=1'), socket.messages.indexOf('X_FREE=1')];
  expect(blocked).toBeGreaterThan(0);
  expect(socket.messages.slice(blocked + 1, free)).toEqual([]);
  await hears((messages) => expect(messages.slice(free + 1)).toContain('WATCHDOG=1'));
  await vi.waitFor(() => expect(station.lines).toContainEqual(expect.stringContaining('event loop stalled')), 20_000);
});

test('without a watchdog it is ready and no more; the socket may be no file', async () => {
  await socket[Symbol.asyncDispose]();
  socket = await aNotifySocket(true);
  await start({ NOTIFY_SOCKET: socket.path });
  await station.kill();
  await hears((messages) =>
    expect(messages).toEqual(['READY=1', 'STATUS=visits may begin, network away', 'STOPPING=1']),
  );
});

test('without a service manager nothing is said, and no helper runs', async () => {
  await start({});
  await station.kill();
  expect([await station.exited, socket.messages]).toEqual([0, []]);
});
