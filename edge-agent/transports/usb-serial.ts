/** A serial port found by what its USB adapter says of itself: names such as `/dev/ttyUSB0` change with each replug. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DeviceError } from '../domain/device-error.ts';
import { serialSocket } from './serial.ts';
import type { SerialSettings, Socket } from './transport.ts';

/** What the system's list says of a port; passed in, since a pty never stands in that list. */
export interface ListedPort {
  readonly path: string;
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
  readonly serialNumber?: string | undefined;
  /** The physical socket, `usb-0:1.2`, as far as the system tells. */
  readonly locationId?: string | undefined;
  readonly pnpId?: string | undefined;
  readonly manufacturer?: string | undefined;
}

export async function listSerialPorts(): Promise<readonly ListedPort[]> {
  const { SerialPort } = await import('serialport');
  return SerialPort.list();
}

export interface UsbSerialIds {
  readonly vendorId?: string;
  readonly productId?: string;
  readonly serialNumber?: string;
  readonly usbPort?: string;
}

export const matchesIds = (port: ListedPort, ids: UsbSerialIds): boolean =>
  port.vendorId !== undefined && // built-in ports have none
  (ids.vendorId === undefined || port.vendorId.toLowerCase() === ids.vendorId.toLowerCase()) &&
  (ids.productId === undefined || port.productId?.toLowerCase() === ids.productId.toLowerCase()) &&
  (ids.serialNumber === undefined || port.serialNumber === ids.serialNumber) &&
  (ids.usbPort === undefined || (port.pnpId ?? port.locationId ?? '').includes(ids.usbPort));

/** What a socket looks at; a test brings its own. */
export interface UsbLook {
  readonly list: () => Promise<readonly ListedPort[]>;
  /** The ttys there are: cheap to read, and changed by every plug. */
  readonly ttys: () => Promise<string>;
}

/**
 * Names alone would not do: between two looks a hub may lose its power, and its adapters come back under each other's. A
 * node made anew has another number.
 */
export async function ttysIn(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => /^tty[A-Za-z]{2}/.test(name)).sort();
  const nodes = names.map((name) => stat(join(folder, name)).catch(() => undefined)); // it may go meanwhile
  return (await Promise.all(nodes)).map((node, at) => `${names[at]}:${node?.ino}`).join();
}

const systemLook: UsbLook = { list: listSerialPorts, ttys: () => ttysIn('/dev') };

/** udev tells an adapter's ids up to half a second after its tty is there, more on a slow board. */
const IDS_WITHIN_MS = 5000;

/**
 * The system's list costs a process each time (`udevadm`, tens of milliseconds and more). A device that stays away is
 * looked for every two seconds for months: so it is asked for only while the ttys have changed lately.
 */
export function usbSerialSocket(ids: UsbSerialIds, settings: SerialSettings, look: UsbLook = systemLook): Socket {
  const name = [ids.vendorId, ids.productId, ids.serialNumber, ids.usbPort].filter(Boolean).join(':');
  let seen: string | undefined;
  let changedAt = 0;
  let listed: readonly ListedPort[] = [];
  const ports = async (): Promise<readonly ListedPort[]> => {
    const ttys = await look.ttys();
    if (ttys !== seen) changedAt = performance.now();
    seen = ttys;
    if (performance.now() - changedAt <= IDS_WITHIN_MS) listed = await look.list();
    return listed;
  };
  return {
    name,
    async open(listener) {
      const found = (await ports()).filter((port) => matchesIds(port, ids));
      const [port, another] = found;
      if (!port) throw new DeviceError('wire', `no serial adapter ${name} is plugged in`);
      if (another)
        throw new DeviceError(
          'wire',
          `${found.length} serial adapters match ${name}: name the serial number or the port`,
        );
      return serialSocket(port.path, settings).open(listener);
    },
  };
}
