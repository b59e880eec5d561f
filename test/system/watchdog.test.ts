/** What the service manager hears of `yike start`, on a real datagram socket. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { aFreePort } from '../free-port.ts';
import { aNotifySocket } from '../notify-socket.ts';
import { aProcess, type Process } from '../process.ts';
import { aStationFile } from '../station-file.ts';

interface Watched extends AsyncDisposable {
  readonly station: Process;
  /** What the service manager has heard so far. */
  readonly messages: readonly string[];
  hears(holds: (messages: readonly string[]) => void): Promise<void>;
  pings(): number;
}

/** A station that is ready, beside a service manager of its own; `env` is made of the place of that one's socket. */
async function aStation(env: (socket: string) => Readonly<Record<string, string>>, isFile = true): Promise<Watched> {
  const folder = mkdtempSync(join(tmpdir(), 'yike-watchdog-'));
  const socket = await aNotifySocket(!isFile);
  const devices = [`{ id: bp-1, driver: maibobo-rbp, transport: { kind: serial, path: ${join(folder, 'none')} } }`];
  const file = aStationFile(folder, { port: await aFreePort(), brokerUrl: 'mqtt://127.0.0.1:1', devices });
  const words = ['--import', './test/block-on-signal.ts', 'kiosk/yike.mjs', 'start', '--station', file];
  const station = aProcess(words, env(socket.path));
  await station.says((line) => line.includes('station ready'));
  const { messages } = socket;
  return {
    station,
    messages,
    hears: (holds) => vi.waitFor(() => holds(messages), { timeout: 20_000, interval: 5 }),
    pings: () => messages.filter((message) => message === 'WATCHDOG=1').length,
    async [Symbol.asyncDispose]() {
      await station.kill('SIGKILL');
      await socket[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
}

const watched = (socket: string) => ({ NOTIFY_SOCKET: socket, WATCHDOG_USEC: '300000' });

test.concurrent('ready, how it stands, that it lives, and its end, in that order', async () => {
  await using manager = await aStation(watched);
  const { station, hears, pings } = manager;
  await hears((messages) =>
    expect(messages.slice(0, 3)).toEqual(['READY=1', 'STATUS=visits may begin, network away', 'WATCHDOG=1']),
  );
  await hears(() => expect(pings()).toBeGreaterThan(5));
  await station.kill();
  expect(await station.exited).toBe(0);
  await hears((messages) => expect(messages.at(-1)).toBe('STOPPING=1'));
});

test.concurrent('while its event loop stands still nothing is told, and afterwards it is again', async () => {
  await using manager = await aStation(watched);
  const { station, messages, hears, pings } = manager;
  await hears(() => expect(pings()).toBeGreaterThan(0));
  station.child.kill('SIGUSR2');
  await hears(() => expect(messages).toContain('X_FREE=1'));
  const [blocked, free] = [messages.indexOf('X_BLOCKED=1'), messages.indexOf('X_FREE=1')];
  expect(blocked).toBeGreaterThan(0);
  expect(messages.slice(blocked + 1, free)).toEqual([]);
  await hears(() => expect(messages.slice(free + 1)).toContain('WATCHDOG=1'));
  await vi.waitFor(() => expect(station.lines).toContainEqual(expect.stringContaining('event loop stalled')), 20_000);
});

test.concurrent('without a watchdog it is ready and no more; the socket may be no file', async () => {
  await using manager = await aStation((socket) => ({ NOTIFY_SOCKET: socket }), false);
  await manager.station.kill();
  await manager.hears((messages) =>
    expect(messages).toEqual(['READY=1', 'STATUS=visits may begin, network away', 'STOPPING=1']),
  );
});

test.concurrent('without a service manager nothing is said, and no helper runs', async () => {
  await using manager = await aStation(() => ({}));
  await manager.station.kill();
  expect([await manager.station.exited, manager.messages]).toEqual([0, []]);
});
