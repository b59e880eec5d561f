import { readFile, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Above a tty's own device stand its interface and then the adapter: no further up may be looked. */
const STEPS = 3;

/**
 * The ids of the USB adapter behind a tty, four hexadecimal digits each, lower case; undefined where there is none, or the
 * system does not tell. Read from sysfs, which costs no process: a port may be looked at every few seconds for months.
 */
export async function usbIdsOfTty(
  path: string,
  ttys = '/sys/class/tty',
): Promise<{ readonly vendorId: string; readonly productId: string } | undefined> {
  try {
    let folder = await realpath(join(ttys, basename(await realpath(path)), 'device'));
    for (let step = 0; step < STEPS; step++, folder = dirname(folder)) {
      const [vendorId, productId] = await Promise.all(
        ['idVendor', 'idProduct'].map((name) => idIn(join(folder, name))),
      );
      if (vendorId !== undefined && productId !== undefined) return { vendorId, productId };
    }
  } catch {
    // not there, or no Linux
  }
  return undefined;
}

const idIn = (file: string): Promise<string | undefined> =>
  readFile(file, 'utf8').then(
    (text) => text.trim().toLowerCase(),
    () => undefined,
  );
