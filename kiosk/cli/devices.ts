import { catalogue, type Driver, listSerialPorts } from '../../edge-agent/index.ts';
import { argumentsOf } from './arguments.ts';
import { Refusal } from './refusal.ts';

export const usage = `Usage: yike devices
Lists the serial ports of this machine, each with the drivers that claim it and why.`;

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
    for (const { driver } of catalogue) {
      const why = claim(driver, port);
      process.stdout.write(
        why ? `  ${driver.id}: ${why}; name it in the station file\n` : `  ${driver.id}: no, another cable\n`,
      );
    }
  }
  return 0;
}
