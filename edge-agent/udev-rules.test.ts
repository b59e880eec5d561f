import { expect, test } from 'vitest';
import { catalogue } from './catalogue.ts';
import { udevRules } from './udev-rules.ts';

test('each way to a device is one rule, whoever shares it', () => {
  const bridge = { vendorId: '10c4', productId: 'ea80' };
  const serial = { kind: 'serial', baudRate: 9600, usb: [{ vendorId: '0403', productId: '6001' }] } as const;
  const hid = { kind: 'hid', reportBytes: 64, usb: [{ vendorId: '1a79', productId: '7800' }] } as const;
  const rules = udevRules(
    [
      { id: 'a', wire: serial },
      { id: 'b', wire: { ...serial, cp2110: [bridge] } },
      { id: 'c', wire: hid },
      { id: 'd', wire: { kind: 'serial', baudRate: 9600 } },
    ],
    'hut',
  );
  expect(rules.split('\n')).toEqual([
    'SUBSYSTEM=="hidraw", KERNELS=="0003:10C4:EA80.*", GROUP="hut", MODE="0660"',
    'SUBSYSTEM=="hidraw", KERNELS=="0003:1A79:7800.*", GROUP="hut", MODE="0660"',
    'SUBSYSTEM=="tty", ATTRS{idVendor}=="0403", ATTRS{idProduct}=="6001", GROUP="hut", MODE="0660"',
    '',
  ]);
});

test('every id of the catalogue stands in a rule', () => {
  const rules = udevRules(catalogue.map(({ driver }) => driver)).toLowerCase();
  const ids = catalogue.flatMap(({ driver: { wire } }) =>
    wire.kind === 'hid' ? wire.usb : [...(wire.usb ?? []), ...(wire.cp2110 ?? [])],
  );
  expect(ids.length).toBeGreaterThan(20);
  for (const { vendorId, productId } of ids) {
    expect(rules).toContain(vendorId);
    expect(rules).toContain(productId);
  }
});
