/** What the command `yike` refuses, with which exit code and in which words; and what it lists. */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  bins,
  catalogue,
  findFacts,
  listHidDevices,
  listSerialPorts,
  signals,
  uncertain,
} from '../../edge-agent/index.ts';
import { aFreePort } from '../free-port.ts';
import { aSubscriber } from '../platform.ts';
import { aYike } from '../process.ts';
import { aScriptedMeter } from '../scripted-meter.ts';
import { aStationFile } from '../station-file.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'yike-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a command to its end. */
async function yike(...args: readonly string[]) {
  const process = aYike(...args);
  const code = await process.exited;
  return { code, out: process.out.join('\n'), all: process.lines.join('\n') };
}

const broken = {
  port: 8080,
  brokerUrl: 'mqtt://127.0.0.1:1',
  devices: ['{ id: bp-1, driver: none, transport: { kind: simulated } }'],
};
const BP_NOWHERE = `{ id: bp-1, driver: maibobo-rbp, transport: { kind: serial, path: ${join(folder, 'no-tty')} } }`;
const SIMULATED = '{ id: bp-1, driver: maibobo-rbp, transport: { kind: simulated } }';

describe('the input is wrong: exit code 1', () => {
  test.concurrent.each([
    [['dance'], "there is no command 'dance'"],
    [['read', 'omron', '--serial', '/dev/ttyS0'], "no driver 'omron'; there are: maibobo-rbp creative-pc"],
    [['read', 'maibobo-rbp', '--speed', '9600'], "Unknown option '--speed'"],
    [['read', 'maibobo-rbp'], 'name the port: --serial PATH'],
    [
      ['read', 'maibobo-rbp', '--serial', '/dev/ttyS0', '--baud', 'fast'],
      "--baud: found 'fast', expected a whole number",
    ],
    [['read', 'maibobo-rbp', '--hid', '1a79:7800'], 'maibobo-rbp speaks over a serial line, not in HID reports'],
    [['read', 'contour-next', '--serial', '/dev/ttyS0'], 'name the device with --hid VID:PID alone'],
    [['read', 'contour-next', '--hid', '7800'], "--hid: found '7800', expected two USB ids such as 1a79:7800"],
    [['simulate', 'contour-next', '--pty'], 'contour-next speaks in HID reports, which no pty carries'],
    [['read', 'contour-next', '--tcp', 'nowhere'], "--tcp: found 'nowhere', expected HOST:PORT"],
    [
      ['read', 'contour-next', '--tcp', '127.0.0.1:1', '--hid', '1a79:7800'],
      'name the device with --tcp HOST:PORT alone',
    ],
    [['simulate', 'omron', '--pty'], "no driver 'omron'"],
    [['simulate', 'maibobo-rbp'], 'say where: --pty'],
    [['check'], 'expected FILE'],
    [['drivers', 'please'], 'expected no further words'],
    [['demo', '--port', '70000'], "--port: found '70000', expected a whole number from 1 to 65533"],
    [['start', '--station', join(folder, 'no-file.yaml')], 'no-file.yaml'],
  ])('yike %j', async (args, words) => {
    const { code, out, all } = await yike(...args);
    expect(all).toContain(words);
    expect(code).toBe(1);
    expect(out).toBe('');
  });
});

describe('check', () => {
  test('says that a good file is good, and that its rules are signed by nobody', async () => {
    const { code, out } = await yike('check', join(root, 'firmware-config', 'stations', 'health-hut.yaml'));
    expect(out).toMatch(/health-hut\.yaml: ok\n/);
    expect(out).toMatch(/notice: .*cn-2024/);
    expect(code).toBe(0);
  });

  test('names file, line, key, found and expected of what is wrong', async () => {
    const file = aStationFile(folder, broken);
    const { code, out } = await yike('check', '--demo', file);
    const line =
      readFileSync(file, 'utf8')
        .split('\n')
        .findIndex((text) => text.includes('bp-1')) + 1;
    expect(out).toMatch(new RegExp(`^${file}:${line} devices\\[0\\]\\.driver: found "none", expected `));
    expect(code).toBe(1);
  });
});

describe('the environment is wrong: exit code 2, and what to do', () => {
  test('a tty that is not there', async () => {
    const { code, out, all } = await yike('read', 'maibobo-rbp', '--serial', join(folder, 'tty-none'));
    expect(all).toContain(`${join(folder, 'tty-none')} is not there: plug the device in`);
    expect(code).toBe(2);
    expect(out).toBe('');
  });

  test('a tty that another program uses', async () => {
    await using meter = await aScriptedMeter('maibobo-rbp', {
      'CC 80 03 03 01 03 00 02': 'AA 80 03 03 01 03 00 02',
      'CC 80 03 03 01 01 00 00': 'AA 80 03 03 01 01 00 00',
    });
    const other = aYike('read', 'maibobo-rbp', '--serial', meter.path);
    await vi.waitFor(() => expect(other.lines.join('\n')).toContain('device connected'), { timeout: 10_000 });
    const { code, all } = await yike('read', 'maibobo-rbp', '--serial', meter.path);
    expect(all).toContain(`${meter.path} is in use by another program: stop that one first`);
    expect(code).toBe(2);
    await other.kill('SIGINT');
  });

  test('a tty without permission', async () => {
    await using meter = await aScriptedMeter('maibobo-rbp', {});
    chmodSync(meter.path, 0);
    const command = [process.execPath, 'kiosk/yike.mjs', 'read', 'maibobo-rbp', '--serial', meter.path];
    // Root may open anything: it gives that power up first.
    const asUser =
      process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search', ...command] : command;
    const [program = '', ...args] = asUser;
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (text) => {
      said += text;
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(said).toContain(`no permission for ${meter.path}: add the user to group dialout`);
    expect(code).toBe(2);
  });

  test.each(['start', 'demo'])('the port of the screen is taken: %s names it', async (command) => {
    const taken = createServer();
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => {
        const address = taken.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
    const file = aStationFile(folder, { port, brokerUrl: 'mqtt://127.0.0.1:1', devices: [BP_NOWHERE] });
    const args =
      { start: ['--station', file], demo: ['--port', String(port), '--data', join(folder, 'taken')] }[command] ?? [];
    const { code, all } = await yike(command, ...args);
    taken.close();
    expect(all).toContain(`port ${port} is in use by another program: stop that one, or choose another port`);
    expect(code).toBe(2);
  });
});

test('start refuses simulated devices unless told that this is a demo', async () => {
  const file = aStationFile(folder, { port: await aFreePort(), brokerUrl: 'mqtt://127.0.0.1:1', devices: [SIMULATED] });
  const { code, all } = await yike('start', '--station', file);
  expect(all).toMatch(/station\.yaml:\d+ devices\[0\]\.transport\.kind: found "simulated"/);
  expect(code).toBe(1);
  const demo = aYike('start', '--station', file, '--demo');
  await demo.says((line) => line.includes('station ready'));
  await demo.kill('SIGINT');
  expect(await demo.exited).toBe(0);
});

test('drivers --json lists the catalogue as it is, and those that no station has', async () => {
  const { code, out } = await yike('drivers', '--json');
  const listed = JSON.parse(out) as { id: string; check: string; experimental: boolean; provides: string[] }[];
  const marked = (entries: typeof catalogue, experimental: boolean) =>
    entries.map(({ driver: { id } }) => ({ id, experimental }));
  expect(listed.map(({ id, experimental }) => ({ id, experimental }))).toEqual([
    ...marked(catalogue, false),
    ...[...bins, ...signals].map(({ facts: { id } }) => ({ id, experimental: false })),
    ...marked(uncertain, true),
  ]);
  for (const { id, check, provides } of listed) {
    const driver = findFacts(id);
    expect({ check, provides }).toEqual({ check: driver?.check, provides: driver?.provides });
  }
  expect(code).toBe(0);
});

test('devices lists the serial ports and HID devices of this machine, each with every driver and why', async () => {
  const { code, out, all } = await yike('devices');
  const ports = await listSerialPorts();
  const hid = await listHidDevices().catch((error: unknown) => error);
  if (!Array.isArray(hid)) expect(all).toContain('HID devices cannot be');
  const places = [...ports, ...(Array.isArray(hid) ? hid : [])];
  for (const { path } of places) expect(out).toContain(`${path}  `);
  if (ports.length === 0) expect(out).toContain('no serial port on this machine');
  for (const { driver } of catalogue) expect(out.split(`  ${driver.id}: `)).toHaveLength(places.length + 1);
  expect(code).toBe(0);
});

test('read names the HID device that is not there, or the library that is missing', async () => {
  const { code, out, all } = await yike('read', 'contour-next', '--hid', '1a79:ffff');
  expect(all).toMatch(/no HID device 1a79:ffff is plugged in|Debian package libusb-1\.0-0/);
  expect(out).toBe('');
  expect(code).toBe(2);
});

test.each([
  ['Ctrl-C', 'SIGINT', 'group'],
  ['a SIGTERM to it alone', 'SIGTERM', 'process'],
] as const)('%s ends npm start with exit code 0, and nothing that it started lives on', async (_, signal, to) => {
  const port = await aFreePort(3);
  const args = ['kiosk/yike.mjs', 'demo', '--port', String(port), '--data', join(folder, 'demo')];
  // A process group of its own, as the terminal makes one: Ctrl-C reaches every process in it.
  const demo = spawn(process.execPath, args, { cwd: root, stdio: ['pipe', 'pipe', 'inherit'], detached: true });
  const group = demo.pid ?? 0;
  onTestFinished(() => void (namesInGroup(group).length > 0 && process.kill(-group, 'SIGKILL')));
  const exited = new Promise((resolve) => demo.once('close', resolve));
  let said = '';
  demo.stdout.on('data', (text) => {
    said += text;
  });
  await vi.waitFor(() => expect(said).toContain('Ctrl-C stops all of it.'), { timeout: 20_000 });
  expect(namesInGroup(group).filter((name) => name === 'socat')).toHaveLength(2);
  process.kill(to === 'group' ? -group : group, signal);
  expect(await exited).toBe(0);
  expect(namesInGroup(group)).toEqual([]);
});

/** The names of the processes of one group, that of a session's leader. */
function namesInGroup(group: number): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    const file = `/proc/${pid}/stat`;
    if (!/^\d+$/.test(pid) || !existsSync(file)) return [];
    const [, name = '', rest = ''] = /^\d+ \((.*)\) (.*)/.exec(readFileSync(file, 'utf8')) ?? [];
    return Number(rest.split(' ')[2]) === group ? [name] : [];
  });
}

test('a reader that is gone before the first line is printed is no trouble', async () => {
  const child = spawn('bash', ['-c', 'set -o pipefail; "$0" kiosk/yike.mjs drivers | true', process.execPath], {
    cwd: root,
  });
  let complained = '';
  child.stderr.on('data', (text) => {
    complained += text;
  });
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0);
  expect(complained).toBe('');
});

test('a line at the terminal of npm start puts another meter in a device’s place, and the records stay', async () => {
  const port = await aFreePort(3);
  const demo = aYike('demo', '--port', String(port), '--data', join(folder, 'swapped'));
  onTestFinished(() => demo.kill('SIGKILL'));
  await demo.says((line) => line.includes('Ctrl-C stops all of it.'));
  demo.type('glucose-1 swap abacus');
  expect(await demo.says((line) => line.startsWith('no driver'))).toMatch(
    /^no driver 'abacus'; there are: maibobo-rbp /,
  );
  const city = await aSubscriber(`mqtt://127.0.0.1:${port + 2}`, 'yike/v1/#', { protocol: '3.1.1' });
  onTestFinished(() => city[Symbol.asyncDispose]());
  const working = () =>
    city.log
      .filter(({ topic }) => topic.endsWith('/device/glucose-1/state'))
      .map(({ payload }) => JSON.parse(payload))
      .findLast(({ status }) => status === 'ok');
  for (const meter of ['caresens-n', 'contour-next', 'creative-pc']) {
    demo.type(`glucose-1 swap ${meter}`);
    demo.type('glucose-1 help'); // in the meter that is there by then
    expect(await demo.says((line) => line.startsWith(`glucose-1 is a ${meter} now`))).toContain(
      meter === 'contour-next' ? 'inside this process' : 'swapped/glucose-1',
    );
    await vi.waitFor(() => expect(working()?.driver).toBe(meter), { timeout: 30_000 });
  }
  await demo.kill('SIGINT');
  expect(await demo.exited).toBe(0);
});

test('a simulated device that is plugged in again says where', async () => {
  const meter = aYike('simulate', 'creative-pc', '--pty');
  onTestFinished(() => meter.kill());
  const first = await meter.says((line) => line.startsWith('/dev/'));
  expect(first).toMatch(/^\/dev\/pts\/\d+$/);
  meter.type('unplug');
  await meter.says((line) => line === 'unplugged');
  meter.type('plug');
  expect(await meter.says((line) => line.startsWith('plugged '))).toMatch(/^plugged \/dev\/pts\/\d+$/);
});
