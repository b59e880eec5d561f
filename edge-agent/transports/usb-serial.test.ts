import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { ptyCable } from './pty.ts';
import type { SerialSettings, WireListener } from './transport.ts';
import { type ListedPort, matchesIds, ttysIn, usbSerialSocket } from './usb-serial.ts';

const settings: SerialSettings = { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 };
const listener: WireListener = { chunk: () => {}, gone: () => {} };
const ch340 = { vendorId: '1a86', productId: '7523' };

/** A machine whose ttys and list a test changes; `list` counts how often it was asked. */
function aMachine() {
  const machine = { ttys: 'tty0', ports: [] as ListedPort[] };
  const list = vi.fn(async () => machine.ports);
  return { machine, list, look: { list, ttys: async () => machine.ttys } };
}

test('an adapter is found by its ids, whatever name it got', async () => {
  const cable = await ptyCable(settings, () => {});
  const { machine, look } = aMachine();
  machine.ports = [{ path: '/dev/none' }, { path: cable.path(), vendorId: '1A86', productId: '7523' }];
  const wire = await usbSerialSocket(ch340, settings, look).open(listener);
  await wire.close();
  await cable.close();
});

test('none is said so, and two that fit are not guessed between', async () => {
  const { machine, look } = aMachine();
  const open = () => usbSerialSocket(ch340, settings, look).open(listener);
  await expect(open()).rejects.toThrow('no serial adapter 1a86:7523 is plugged in');
  machine.ports = ['a', 'b'].map((path) => ({ path, ...ch340 }));
  await expect(open()).rejects.toThrow('2 serial adapters match 1a86:7523: name the serial number or the port');
});

test('a device that stays away costs no list, until the ttys change', async () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(1000);
  const { machine, list, look } = aMachine();
  const socket = usbSerialSocket(ch340, settings, look);
  const tryAt = async (ms: number) => {
    now.mockReturnValue(ms);
    await socket.open(listener).catch(() => {});
    return list.mock.calls.length;
  };
  expect(await tryAt(1000)).toBe(1);
  expect(await tryAt(3000)).toBe(2); // udev may still be telling its ids
  expect(await tryAt(60_000)).toBe(2);
  expect(await tryAt(600_000)).toBe(2);
  machine.ttys = 'tty0,ttyUSB0';
  expect(await tryAt(602_000)).toBe(3);
  now.mockRestore();
});

test('an adapter that came back under the name of another is a change', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'yike-ttys-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const node = (name: string) => join(folder, name);
  for (const name of ['ttyUSB0', 'ttyUSB1']) writeFileSync(node(name), '');
  const before = await ttysIn(folder);
  expect(await ttysIn(folder)).toBe(before);
  renameSync(node('ttyUSB0'), node('a'));
  renameSync(node('ttyUSB1'), node('ttyUSB0'));
  renameSync(node('a'), node('ttyUSB1'));
  expect(await ttysIn(folder)).not.toBe(before);
});

test.each([
  [{ vendorId: '1A86' }, true],
  [{ vendorId: '1a86', productId: '7523', serialNumber: 'A1', usbPort: 'usb-0:1.2' }, true],
  [{ serialNumber: 'A2' }, false],
  [{ usbPort: 'usb-0:1.3' }, false],
])('%j fits: %s', (ids, fits) => {
  const port = { path: '/dev/ttyUSB0', ...ch340, serialNumber: 'A1', pnpId: 'pci-0000:00:14.0-usb-0:1.2:1.0' };
  expect(matchesIds(port, ids)).toBe(fits);
  expect(matchesIds({ path: '/dev/ttyS0' }, ids)).toBe(false);
});
