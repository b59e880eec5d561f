/** Meters that nobody has declared, at the ends of real ttys: each answers at its own line alone. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { systemClock } from '../../edge-agent/clock.ts';
import { openDevice } from '../../edge-agent/device.ts';
import { caresensN } from '../../edge-agent/drivers/caresens-n.ts';
import type { Driver, SerialLine } from '../../edge-agent/drivers/driver.ts';
import { ANY_METER, identified } from '../../edge-agent/identify.ts';
import { lineSettings, simulate } from '../../edge-agent/simulate.ts';
import { caresensSimulator } from '../../edge-agent/simulators/caresens-n.ts';
import type { Simulator } from '../../edge-agent/simulators/simulator.ts';
import { serialSocket } from '../../edge-agent/transports/serial.ts';
import { serialWays } from '../../edge-agent/ways.ts';
import { aFreePort } from '../free-port.ts';
import { aYike, type Process } from '../process.ts';
import { aStationFile } from '../station-file.ts';
import { aTinyDriver, aTinyMeter } from '../tiny-meter.ts';

const folder = mkdtempSync(join(tmpdir(), 'yike-identify-'));
const started: Process[] = [];
const yike = (...args: readonly string[]): Process => {
  const process = aYike(...args);
  started.push(process);
  return process;
};
afterAll(async () => {
  await Promise.all(started.map((process) => process.kill('SIGKILL')));
  rmSync(folder, { recursive: true });
});

/** Byte to ask with → line. A pty keeps the speed, odd parity where there is one, and the second stop bit. */
const LINES: readonly (readonly [byte: number, line: Omit<SerialLine, 'kind'>])[] = [
  [1, { baudRate: 4800 }],
  [2, { baudRate: 19_200, parity: 'even' }],
  [3, { baudRate: 19_200, parity: 'odd' }],
  [4, { baudRate: 19_200, stopBits: 2 }],
  [5, { baudRate: 115_200 }],
];
const METERS: readonly { readonly driver: Driver; readonly meter: Simulator }[] = [
  ...LINES.map(([byte, line]) => ({ driver: aTinyDriver(byte, line), meter: aTinyMeter(byte) })),
  { driver: caresensN, meter: caresensSimulator() },
];
const DRIVERS = METERS.map(({ driver }) => driver);

test.concurrent.each(METERS)('$driver.id is found among all lines of a tty', async ({ driver, meter }) => {
  const link = join(folder, driver.id);
  const simulated = await simulate(meter, lineSettings(driver), { clock: systemClock, tty: true, link });
  const answered: string[] = [];
  const meeting = identified({
    ways: async () => serialWays(DRIVERS, { socketAt: (settings) => serialSocket(link, settings) }),
    clock: systemClock,
    last: () => undefined,
    turn: (turn) => void ('unit' in turn && answered.push(turn.driver.id)),
  });
  const log = { info() {}, warn() {}, error() {} };
  const device = openDevice({ deviceId: driver.id, driver: ANY_METER, meeting, clock: systemClock, log });
  await new Promise<void>((resolve) => {
    device.onHealth(() => device.status() === 'ok' && resolve());
  });
  expect(device.driver.id).toBe(driver.id);
  expect(answered).toEqual([driver.id]);
  await device.close();
  await simulated.close();
});

/** The line of `yike devices --ask` that begins so. A meter has a second to answer: on a machine that is busy it is asked again. */
async function askedAt(path: string): Promise<(begins: string) => string | undefined> {
  for (let tries = 3; ; tries--) {
    const asked = yike('devices', '--ask', '--serial', path);
    expect(await asked.exited).toBe(0);
    if (tries === 1 || asked.out.join().includes('it answers'))
      return (begins) => asked.out.find((line) => line.startsWith(begins));
  }
}

test('yike devices --ask names the meter; a station finds it by itself, and another over a device server', async () => {
  const meter = yike('simulate', 'caresens-n', '--pty');
  const terminal = yike('simulate', 'creative-pc', '--tcp', '0');
  const path = await meter.says((line) => line.startsWith('/dev/'));
  const [host, tcpPort] = (await terminal.says((line) => line.startsWith('127.0.0.1:'))).split(':');

  const said = await askedAt(path);
  expect(said(path)).toBe(`${path}  no USB adapter`);
  expect(said('  caresens-n:')).toMatch(/; asked: it answers, serial number CNP07A12345$/);
  expect(said('  maibobo-rbp:')).toMatch(/; not asked: only read-only meters are; name it in the station file$/);
  expect(said('  contour-next:')).toBe('  contour-next: no, it speaks in HID reports');

  const file = aStationFile(folder, {
    port: await aFreePort(),
    brokerUrl: 'mqtt://127.0.0.1:1',
    devices: [
      `{ id: own-meter, driver: auto, transport: { kind: serial, path: ${path} } }`,
      `{ id: terminal-1, driver: creative-pc, transport: { kind: tcp, host: ${host}, port: ${tcpPort} } }`,
    ],
  });
  const station = yike('start', '--station', file);
  const connects = (deviceId: string, driver: string) =>
    station.says(
      (line) => line.includes('device connected') && line.includes(`"${deviceId}"`) && line.includes(driver),
    );
  await connects('own-meter', '"caresens-n"');
  await connects('terminal-1', '"creative-pc"');
  expect(JSON.parse(readFileSync(join(folder, 'data', 'yike.ports'), 'utf8'))).toEqual({ [path]: 'caresens-n' });
  await station.kill('SIGINT');
  expect(await station.exited).toBe(0);
});

test('a search that can never find anything is refused', async () => {
  const devices = ['{ id: own-meter, driver: auto, transport: { kind: hid, vendorId: 0x0001 } }'];
  const file = aStationFile(folder, { port: await aFreePort(), brokerUrl: 'mqtt://127.0.0.1:1', devices });
  const station = yike('start', '--station', file);
  expect(await station.exited).toBe(1);
  expect(station.lines.at(-1)).toMatch(/own-meter: no read-only meter is reached at that speed, or has those USB ids$/);
});
