/** What the hardware laboratory needs of the machine: asked for by `npm run test:hardware` alone, CI does without. */
import { existsSync } from 'node:fs';
import { command } from '../needs.ts';

const unpacked = (name: string) => (): boolean => existsSync(`/usr/share/doc/${name}`);

export const PACKAGES: Readonly<Record<string, () => boolean>> = {
  'qemu-system-x86': command('qemu-system-x86_64'),
  'busybox-static': unpacked('busybox-static'),
  cpio: command('cpio'),
  kmod: command('modprobe'),
  udev: command('udevadm'),
  'libusb-1.0-0': unpacked('libusb-1.0-0'),
};
