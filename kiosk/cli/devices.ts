import {
  catalogue,
  DeviceError,
  type Driver,
  type ListedHid,
  listHidDevices,
  listSerialPorts,
  type UsbIds,
} from '../../edge-agent/index.ts';
import { argumentsOf } from './arguments.ts';
import { Refusal } from './refusal.ts';

export const usage = `Usage: yike devices
Lists the serial ports and HID devices of this machine, each with the drivers that claim it and why.`;

type Port = Awaited<ReturnType<typeof listSerialPorts>>[number];

/** Why this driver may speak there, or undefined when it may not. An adapter's ids narrow; they never identify a meter. */
export function claim({ wire }: Pick<Driver, 'wire'>, port: Port): string | undefined {
  if (wire.kind !== 'serial') return undefined;
  if (wire.usb === undefined || wire.usb.length === 0) return `speaks at ${wire.baudRate} over any serial port`;
  const same = wire.usb.some(
    ({ vendorId, productId }) =>
      port.vendorId?.toLowerCase() === vendorId && port.productId?.toLowerCase() === productId,
  );
  return same ? `its cable is ${port.vendorId}:${port.productId}` : undefined;
}

/** Why this driver may speak with that HID device: its ids are the model's own, or those of a bridge, which narrow. */
export function claimHid({ wire }: Pick<Driver, 'wire'>, device: ListedHid): string | undefined {
  const ids = idsOf(device);
  const isOf = (usb: readonly UsbIds[]): boolean =>
    usb.some(({ vendorId, productId }) => `${vendorId}:${productId}` === ids);
  if (wire.kind === 'hid') return isOf(wire.usb) ? `it is ${ids}` : undefined;
  return isOf(wire.cp2110 ?? []) ? `its line may be behind the CP2110 ${ids}` : undefined;
}

const idsOf = ({ vendorId, productId }: ListedHid): string =>
  [vendorId, productId].map((id) => id.toString(16).padStart(4, '0')).join(':');

export async function run(args: string[]): Promise<number> {
  argumentsOf(args, {}, [], usage);
  const ports = await listSerialPorts().catch(() => {
    throw new Refusal(2, 'cannot list serial ports: udevadm is missing (Debian package udev)');
  });
  if (ports.length === 0) process.stdout.write('no serial port on this machine\n');
  for (const port of ports) {
    const ids = port.vendorId
      ? `${port.vendorId}:${port.productId} ${port.manufacturer ?? ''} ${port.serialNumber ?? ''}`
      : 'built in';
    process.stdout.write(`${port.path}  ${ids.trim()}\n`);
    printClaims((driver) => claim(driver, port), 'another cable');
  }
  for (const device of await hidDevices()) {
    const { path, manufacturer, product, serialNumber } = device;
    const words = [path, '', idsOf(device), manufacturer, product, serialNumber].filter((word) => word !== undefined);
    process.stdout.write(`${words.join(' ').trimEnd()}\n`);
    printClaims((driver) => claimHid(driver, device), 'another device');
  }
  return 0;
}

function printClaims(why: (driver: Driver) => string | undefined, elseWhat: string): void {
  for (const { driver } of catalogue) {
    const found = why(driver);
    process.stdout.write(
      found ? `  ${driver.id}: ${found}; name it in the station file\n` : `  ${driver.id}: no, ${elseWhat}\n`,
    );
  }
}

/** A machine without HID still has its serial ports. */
async function hidDevices(): Promise<readonly ListedHid[]> {
  try {
    return await listHidDevices();
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return [];
  }
}
