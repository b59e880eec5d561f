/** Loopback only: what listens is what was configured, and nothing else. */
import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { aFreePort } from '../free-port.ts';
import { listening } from '../listening.ts';
import { aMosquitto } from '../platform.ts';
import { aYike, type Process } from '../process.ts';
import { aResident } from '../resident.ts';
import { aStationFile } from '../station-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'yike-sockets-'));
afterAll(() => rmSync(folder, { recursive: true }));

function yike(...args: readonly string[]): Process {
  const process = aYike(...args);
  onTestFinished(() => process.kill('SIGKILL'));
  return process;
}
const pidOf = ({ child }: Process): number => child.pid ?? 0;

test('a station listens for its screen, on loopback, and on nothing else, its broker connected and a screen open', async () => {
  await using broker = await aMosquitto();
  const port = await aFreePort();
  const device = `{ id: bp-1, driver: maibobo-rbp, transport: { kind: serial, path: ${join(folder, 'tty')} } }`;
  const station = yike('start', '--station', aStationFile(folder, { port, brokerUrl: broker.url, devices: [device] }));
  await station.says((line) => line.includes('uplink connected'));
  const resident = await aResident(`http://127.0.0.1:${port}/`);
  await resident.seesScreen('idle');
  expect(listening(pidOf(station))).toEqual([`127.0.0.1:${port}`]);
  resident.leave();
});

test('npm start listens for its screen, its console and its broker, on loopback, and on nothing else', async () => {
  const port = await aFreePort(3);
  const demo = yike('demo', '--port', String(port), '--data', join(folder, 'demo'));
  await demo.says((line) => line.includes('Ctrl-C stops all of it.'));
  expect(listening(pidOf(demo))).toEqual([0, 1, 2].map((more) => `127.0.0.1:${port + more}`));
});

test('a socket open to the world would be seen: TCP, version 6 of it, UDP', async () => {
  const before = listening(process.pid);
  const four = createServer().listen(0, '0.0.0.0');
  const six = createServer().listen(0, '::');
  const udp = createSocket('udp4').bind(0);
  await Promise.all(
    [four, six, udp].map((socket) => new Promise<void>((resolve) => socket.once('listening', resolve))),
  );
  const opened = listening(process.pid).filter((address) => !before.includes(address));
  for (const socket of [four, six, udp]) socket.close();
  const addresses = opened.map((address) => address.replace(/:\d+$/, ''));
  expect(addresses).toEqual(['0.0.0.0', '[0.0.0.0 0.0.0.0 0.0.0.0 0.0.0.0]', 'udp 0.0.0.0']);
});
