/** What the tests need of the machine beside npm: installed when we may, named when we may not; never a silent skip. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
export const command = (name: string) => (): boolean => folders.some((folder) => existsSync(join(folder, name)));
const font = (name: string) => (): boolean => {
  const { status, stdout } = spawnSync('fc-list', [name], { encoding: 'utf8' });
  return status === 0 && stdout.trim() !== '';
};

/** Debian package → is what we want of it there? */
const NEEDS: Readonly<Record<string, () => boolean>> = {
  socat: command('socat'),
  faketime: command('faketime'),
  perl: command('perl'),
  udev: command('udevadm'),
  openssl: command('openssl'),
  gcc: command('gcc'),
  'libc6-dev': () => existsSync('/usr/include/stdio.h'),
  make: command('make'),
  'gcc-avr': command('avr-gcc'),
  'avr-libc': () => existsSync('/usr/lib/avr/include/avr/io.h'),
  mosquitto: command('mosquitto'),
  'mosquitto-clients': command('mosquitto_sub'),
  postgresql: () => existsSync('/usr/lib/postgresql') || command('initdb')(),
  chromium: command('chromium'),
  fontconfig: command('fc-list'),
  'fonts-noto-cjk': font('Noto Sans CJK SC'),
  'fonts-noto-core': font('Noto Sans'),
};

/** Installs what is missing; returns the packages that are missing still. */
export function install(needs = NEEDS): string[] {
  const missing = (): string[] => Object.keys(needs).filter((name) => needs[name]?.() === false);
  const wanted = missing();
  if (wanted.length === 0 || process.getuid?.() !== 0) return wanted;
  process.stdout.write(`Installing ${wanted.join(' ')} …\n`);
  const apt = (...args: string[]) =>
    spawnSync('apt-get', ['-qq', ...args], {
      stdio: ['ignore', 'ignore', 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  apt('update');
  apt('install', '-y', '--no-install-recommends', ...wanted);
  return missing();
}
