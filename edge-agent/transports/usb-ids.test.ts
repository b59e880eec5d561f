import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ptyCable } from './pty.ts';
import { usbIdsOfTty } from './usb-ids.ts';

const root = mkdtempSync(join(tmpdir(), 'yike-sysfs-'));
afterAll(() => rmSync(root, { recursive: true }));

/** A tty as Linux shows it: its device, so deep below the adapter's folder; and a stable link to it. */
function aTty(name: string, below: string, ids: boolean): string {
  const adapter = join(root, 'devices', name, '1-1');
  const device = join(adapter, below);
  mkdirSync(device, { recursive: true });
  if (ids) {
    writeFileSync(join(adapter, 'idVendor'), '1A86\n');
    writeFileSync(join(adapter, 'idProduct'), '7523\n');
  }
  mkdirSync(join(root, 'tty', name), { recursive: true });
  symlinkSync(device, join(root, 'tty', name, 'device'));
  writeFileSync(join(root, name), '');
  const link = join(root, `link-to-${name}`);
  symlinkSync(join(root, name), link);
  return link;
}

test.each([
  ['ttyUSB0', '1-1:1.0/ttyUSB0', true, { vendorId: '1a86', productId: '7523' }],
  ['ttyACM0', '1-1:1.0', true, { vendorId: '1a86', productId: '7523' }],
  ['ttyS0', 'serial8250', false, undefined],
  ['ttyX0', 'a/b/c/d', true, undefined], // some other USB device above it
])('%s', async (name, below, ids, expected) => {
  expect(await usbIdsOfTty(aTty(name, below, ids), join(root, 'tty'))).toEqual(expected);
});

test('a pty has none, nor has what is not there', async () => {
  const cable = await ptyCable({ baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 }, () => {});
  expect(await usbIdsOfTty(cable.path())).toBeUndefined();
  await cable.close();
  expect(await usbIdsOfTty(join(root, 'none'))).toBeUndefined();
});
