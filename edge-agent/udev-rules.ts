/** Who may open the devices of the catalogue: on a new machine a HID device is root's alone, and a tty is a group's. */
import type { Driver, UsbIds } from './drivers/driver.ts';

const BUS_USB = '0003';

/**
 * The text of a rules file for udev (read: udev(7)). A HID device is known by its name in the kernel, which carries bus and
 * ids, as hidraw's parent has no more than that where it is no USB device of its own; a tty by its adapter's ids.
 */
export function udevRules(drivers: readonly Pick<Driver, 'id' | 'wire'>[], group = 'yike'): string {
  const rights = `GROUP="${group}", MODE="0660"`;
  const tty = ({ vendorId, productId }: UsbIds): string =>
    `SUBSYSTEM=="tty", ATTRS{idVendor}=="${vendorId}", ATTRS{idProduct}=="${productId}", ${rights}`;
  const hidraw = ({ vendorId, productId }: UsbIds): string =>
    `SUBSYSTEM=="hidraw", KERNELS=="${[BUS_USB, vendorId, productId].join(':').toUpperCase()}.*", ${rights}`;
  const lines = drivers.flatMap(({ wire }) =>
    wire.kind === 'hid' ? wire.usb.map(hidraw) : [...(wire.usb ?? []).map(tty), ...(wire.cp2110 ?? []).map(hidraw)],
  );
  return `${[...new Set(lines)].toSorted().join('\n')}\n`;
}
