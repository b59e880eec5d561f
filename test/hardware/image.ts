/** What the machine boots into: an archive in memory of this project's own sources, its pinned Node, udev and drivers. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { catalogue } from '../../edge-agent/catalogue.ts';
import { udevRules } from '../../edge-agent/udev-rules.ts';
import type { Kernel } from './kernel.ts';

const project = join(import.meta.dirname, '..', '..');
const guest = join(import.meta.dirname, 'guest');

const UDEV = '/usr/bin/udevadm';
const NODE = join(project, 'node_modules', 'node', 'bin', 'node');
/** Rules of the system that name serial ports by their adapters, and who may open what. */
const SYSTEM_RULES = ['50-udev-default.rules', '60-serial.rules'].map((name) => `/usr/lib/udev/rules.d/${name}`);
/** Those who run the station, and those who may open a tty that no driver names. */
const GROUPS = ['root:x:0:', 'tty:x:5:', 'dialout:x:20:yike', 'input:x:105:', 'yike:x:1000:'];
const PEOPLE = ['root:x:0:0::/:/bin/sh', 'yike:x:1000:1000::/tmp:/bin/sh'];

/** Two archives, one behind the other: the kernel unpacks both. The first is as long-lived as the packages it is made of. */
export function buildImage(kernel: Kernel, cache: string): string {
  const base = join(cache, `base-${fingerprint(kernel)}.cpio`);
  if (!existsSync(base)) {
    for (const old of readdirSync(cache)) if (old.startsWith('base-')) rmSync(join(cache, old));
    pack(join(cache, 'base'), base, (root) => stageBase(root, kernel));
  }
  const own = join(cache, 'own.cpio');
  pack(join(cache, 'own'), own, stageOwn);
  const image = join(cache, 'image.cpio');
  copyFileSync(base, image);
  appendFileSync(image, readFileSync(own));
  return image;
}

function fingerprint(kernel: Kernel): string {
  const packages = execFileSync('dpkg-query', ['-W', 'busybox-static', 'udev', 'libusb-1.0-0', 'libc6'], {
    encoding: 'utf8',
  });
  const lock = readFileSync(join(project, 'package-lock.json'), 'utf8');
  const self = readFileSync(import.meta.filename, 'utf8');
  return createHash('sha256')
    .update(JSON.stringify([kernel.modules, kernel.name, packages, lock, self]))
    .digest('hex')
    .slice(0, 12);
}

function pack(folder: string, archive: string, stage: (root: string) => void): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  stage(folder);
  const names = execFileSync('find', ['.', '-print0'], { cwd: folder });
  const packed = execFileSync('cpio', ['--quiet', '-o', '-0', '-H', 'newc', '-R', '0:0'], {
    cwd: folder,
    input: names,
    maxBuffer: 2 ** 30,
  });
  writeFileSync(archive, packed);
  rmSync(folder, { recursive: true });
}

function stageBase(root: string, { modules, root: unpacked }: Kernel): void {
  const put = (from: string, to = from): void => {
    mkdirSync(dirname(join(root, to)), { recursive: true });
    copyFileSync(from, join(root, to));
  };
  for (const folder of ['proc', 'sys', 'dev', 'tmp', 'run', 'etc', 'bin']) mkdirSync(join(root, folder));
  const busybox = existsSync('/bin/busybox') ? '/bin/busybox' : '/usr/bin/busybox';
  put(busybox, '/bin/busybox');
  const applets = execFileSync(busybox, ['--list'], { encoding: 'utf8' }).trim().split('\n');
  for (const applet of applets) if (applet !== 'busybox') symlinkSync('busybox', join(root, 'bin', applet));
  put(UDEV, '/bin/udevadm');
  symlinkSync('udevadm', join(root, 'bin', 'systemd-udevd'));
  mkdirSync(join(root, 'usr'));
  symlinkSync('../bin', join(root, 'usr', 'bin'));
  for (const rules of SYSTEM_RULES) put(rules);
  put(NODE, '/bin/node');
  const addons = packagesOf(['serialport', 'node-hid']).flatMap((name) => stagePackage(root, name));
  for (const library of librariesOf([UDEV, NODE, ...addons])) put(library);
  for (const path of modules) put(join(unpacked, path), path);
  writeFileSync(join(root, 'modules'), `${modules.join('\n')}\n`);
  writeFileSync(join(root, 'etc', 'group'), `${GROUPS.join('\n')}\n`);
  writeFileSync(join(root, 'etc', 'passwd'), `${PEOPLE.join('\n')}\n`);
}

/** With whatever they need. */
function packagesOf(names: readonly string[], seen = new Set<string>()): readonly string[] {
  for (const name of names) {
    if (seen.has(name)) continue;
    seen.add(name);
    const { dependencies = {} }: { readonly dependencies?: Record<string, string> } = JSON.parse(
      readFileSync(join(project, 'node_modules', name, 'package.json'), 'utf8'),
    );
    packagesOf(Object.keys(dependencies), seen);
  }
  return [...seen];
}

/** Without what was built for other machines. Returns its native parts. */
function stagePackage(root: string, name: string): readonly string[] {
  const from = join(project, 'node_modules', name);
  const native: string[] = [];
  cpSync(from, join(root, 'yike', 'node_modules', name), {
    recursive: true,
    filter(path) {
      const [, machine] = /\/prebuilds\/([^/]+)/.exec(path) ?? [];
      const fits = machine === undefined || /linux-x64$/.test(machine);
      if (fits && path.endsWith('.node') && !path.includes('musl')) native.push(path);
      return fits;
    },
  });
  return native;
}

function librariesOf(files: readonly string[]): readonly string[] {
  const shown = execFileSync('ldd', [...files], { encoding: 'utf8' });
  return [...new Set([...shown.matchAll(/(?:=> |^\s+)(\/\S+) \(0x/gm)].map(([, path = '']) => path))];
}

/** The agent as it stands in this folder, the tests that run inside, and the rules that let it at its devices. */
function stageOwn(root: string): void {
  const here = join(root, 'yike');
  for (const folder of ['edge-agent', 'firmware-config', 'test/hardware/guest'])
    cpSync(join(project, folder), join(here, folder), {
      recursive: true,
      filter: (path) => !path.endsWith('.test.ts'),
    });
  copyFileSync(join(project, 'package.json'), join(here, 'package.json'));
  copyFileSync(join(guest, 'init.sh'), join(root, 'init'));
  const rules = join(root, 'etc', 'udev', 'rules.d');
  mkdirSync(rules, { recursive: true });
  writeFileSync(join(rules, '70-yike.rules'), udevRules(catalogue.map(({ driver }) => driver)));
  copyFileSync(join(guest, 'lab.rules'), join(rules, '90-lab.rules'));
}
