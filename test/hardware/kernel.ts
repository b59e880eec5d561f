/** A real Linux with its USB and HID drivers: Debian's own kernel package, fetched once and unpacked, never installed. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export interface Kernel {
  /** The package's name, which says the version. */
  readonly name: string;
  /** What is booted. */
  readonly image: string;
  /** Drivers and what they need, each behind what it needs; paths from `root`. */
  readonly modules: readonly string[];
  readonly root: string;
}

/** The small kernel for clouds lacks the half of them. */
const WANTED = [
  'virtio_pci',
  'virtio_console',
  'xhci_pci',
  'usbhid',
  'uhid',
  'hid_generic',
  'ftdi_sio',
  'cdc_acm',
  'evdev',
  'dummy_hcd',
  'usb_f_acm',
];

/** Of its 400 MB. */
const PARTS = [
  'boot/vmlinuz-*',
  'lib/modules/*/modules.*',
  ...['drivers/virtio', 'drivers/char', 'drivers/usb', 'drivers/hid', 'drivers/input', 'fs/configfs'].map(
    (part) => `lib/modules/*/kernel/${part}`,
  ),
];

/** Throws when the package cannot be had. */
export function fetchKernel(cache: string): Kernel {
  const depends = execFileSync('apt-cache', ['depends', 'linux-image-amd64'], { encoding: 'utf8' });
  const name = /linux-image-[0-9][^\s>]*/.exec(depends)?.[0];
  if (name === undefined) throw new Error('apt-cache knows no linux-image-amd64');
  const root = join(cache, name);
  if (!existsSync(root)) unpack(name, cache, root);
  const version = name.replace('linux-image-', '');
  return { name, image: join(root, 'boot', `vmlinuz-${version}`), modules: modulesIn(root, version), root };
}

function unpack(name: string, cache: string, root: string): void {
  const fresh = `${root}.part`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  process.stdout.write(`Fetching ${name} …\n`);
  execFileSync('apt-get', ['-qq', 'download', name], { cwd: cache, stdio: ['ignore', 'ignore', 'pipe'] });
  const file = readdirSync(cache).find((entry) => entry.startsWith(`${name}_`) && entry.endsWith('.deb'));
  if (file === undefined) throw new Error(`apt-get brought no ${name}`);
  const within = PARTS.map((part) => `./${part}`);
  execFileSync('sh', [
    '-c',
    'deb=$1; to=$2; shift 2; dpkg --fsys-tarfile "$deb" | tar -x -C "$to" --wildcards "$@"',
    'sh',
    join(cache, file),
    fresh,
    ...within,
  ]);
  execFileSync('/sbin/depmod', ['-b', fresh, name.replace('linux-image-', '')]);
  rmSync(join(cache, file));
  renameSync(fresh, root); // whole, or not there
}

function modulesIn(root: string, version: string): readonly string[] {
  const args = ['--dirname', root, '--set-version', version, '--show-depends', '--all', ...WANTED];
  const shown = execFileSync('/sbin/modprobe', args, { encoding: 'utf8' });
  const paths = [...shown.matchAll(/^insmod (\S+)/gm)].map(([, path = '']) => path.slice(root.length));
  return [...new Set(paths)];
}
