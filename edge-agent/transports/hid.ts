/**
 * Wires of HID reports over node-hid 3. Its traps, each seen on real devices: an unplug is told by nothing but the failure
 * of a running read; unheard, that failure kills the process, and so does a close in the turn that began to listen; two may
 * open one device, and each then gets every report; a device that takes nothing holds a call up for five seconds; reports
 * that nobody read wait in the kernel, the oldest 63, and look new. So: reports are heard from the opening to the end by
 * one listener, those that waited are thrown away, a device has one owner, and every wait has a limit of our own.
 */
import { DeviceError } from '../domain/device-error.ts';
import { type HidHandle, type HidPort, type ListedHid, nodeHid } from './node-hid.ts';
import type { Socket, Wire, WireListener } from './transport.ts';

const TAKEN_WITHIN_MS = 1000;
/** What waited comes at once; a device is asked for more every few milliseconds. */
const QUIET_MS = 50;
const MOST_WAITING = 64;
/** udev lets us at a new device up to 80 ms after it is there, more on a slow board. */
const PERMITTED = { tries: 10, everyMs: 100 } as const;
/** Reports without numbers, which all our devices send, are written behind this one. */
const REPORT_NUMBER = 0;

export interface HidIds {
  readonly vendorId: number;
  readonly productId?: number;
  readonly serialNumber?: string;
}

/** A machine's HID devices, and which of them are taken: the kernel itself would give one to any number. */
export interface HidBus {
  readonly port: HidPort;
  readonly taken: Set<string>;
}

export const hidBus = (port: HidPort): HidBus => ({ port, taken: new Set() });
const systemBus = hidBus(nodeHid);

/** Each device once, however many usages it has. Rejects with a DeviceError `wire` where HID cannot be had at all. */
export async function listHidDevices({ port }: HidBus = systemBus): Promise<readonly ListedHid[]> {
  const listed = await port.list().catch((error: unknown) => {
    throw new DeviceError('wire', whyNoHid(messageOf(error)));
  });
  return [...new Map(listed.map((device) => [device.path, device])).values()];
}

export const matchesHid = (device: ListedHid, { vendorId, productId, serialNumber }: HidIds): boolean =>
  device.vendorId === vendorId &&
  (productId === undefined || device.productId === productId) &&
  (serialNumber === undefined || device.serialNumber === serialNumber);

/** Lengths of what a device takes, without the number. */
export interface ReportLengths {
  readonly reportBytes: number;
  /** Where it has settings, feature reports: a write of just so many bytes is one. */
  readonly featureBytes?: number;
}

/** How the chunks of a wire travel in the reports of a device; a report stands behind its number. */
export interface Carriage {
  /** Said to the newly opened device, before what waited is thrown away. */
  readonly prepare?: readonly (readonly number[])[];
  /** Of a write that is a setting: it goes as a feature report. */
  readonly isSetting?: (bytes: Uint8Array) => boolean;
  readonly toDevice: (bytes: Uint8Array) => readonly (readonly number[])[];
  /** Undefined: it is no report of such a device. */
  readonly toHost: (report: Uint8Array) => Uint8Array | undefined;
}

/** A HID device found by what it says of itself. A chunk of its wire is one report, and so is a write, filled up with zeros. */
export const hidSocket = (ids: HidIds, lengths: ReportLengths, bus?: HidBus): Socket =>
  reportSocket(ids, wholeReports(lengths), bus);

const wholeReports = ({ reportBytes, featureBytes }: ReportLengths): Carriage => ({
  isSetting: ({ length }) => length === featureBytes,
  toDevice(bytes) {
    if (bytes.length > reportBytes) throw new RangeError(`a report takes ${reportBytes} bytes, not ${bytes.length}`);
    return [[REPORT_NUMBER, ...bytes, ...new Uint8Array(reportBytes - bytes.length)]];
  },
  toHost: (report) => report,
});

/** The HID device that these ids name, its wire carried so. */
export function reportSocket(ids: HidIds, carriage: Carriage, bus: HidBus = systemBus): Socket {
  const name = nameOf(ids);
  return {
    name,
    async open(listener) {
      const found = (await listHidDevices(bus)).filter((device) => matchesHid(device, ids));
      const [device, another] = found;
      if (!device?.path) throw new DeviceError('wire', `no HID device ${name} is plugged in`);
      if (another)
        throw new DeviceError(
          'wire',
          `${found.length} HID devices match ${name}: name the product or the serial number`,
        );
      return openHid(bus, device.path, carriage, listener);
    },
  };
}

const hex = (id: number): string => id.toString(16).padStart(4, '0');

const nameOf = ({ vendorId, productId, serialNumber }: HidIds): string =>
  [hex(vendorId), productId === undefined ? undefined : hex(productId), serialNumber]
    .filter((part) => part !== undefined)
    .join(':');

async function openHid({ port, taken }: HidBus, path: string, carriage: Carriage, listener: WireListener) {
  if (taken.has(path)) throw new DeviceError('wire', `${path} is in use by another device of this station`);
  taken.add(path);
  const free = (): void => void taken.delete(path);
  const handle = await openPermitted(port, path).catch((error: unknown) => {
    free();
    throw error;
  });
  const close = (): Promise<void> =>
    handle
      .close()
      .catch(() => {})
      .finally(free);
  const unlessItGoes = async (error: unknown): Promise<never> => {
    await within(TAKEN_WITHIN_MS, close());
    throw error instanceof DeviceError ? error : new DeviceError('wire', `${path} went as it was opened`);
  };
  await prepare(handle, carriage.prepare)
    .then(() => throwAwayOld(handle))
    .catch(unlessItGoes);
  const wire = hidWire(handle, close, carriage, listener);
  await new Promise((resolve) => setImmediate(resolve)); // the reading has begun: from now on it may be closed
  return wire;
}

async function openPermitted(port: HidPort, path: string): Promise<HidHandle> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await port.open(path);
    } catch (error) {
      const message = messageOf(error);
      if (!isForbidden(message) || attempt === PERMITTED.tries)
        throw new DeviceError('wire', whyNotOpened(path, message));
    }
    await new Promise((resolve) => setTimeout(resolve, PERMITTED.everyMs));
  }
}

async function prepare(handle: HidHandle, features: Carriage['prepare'] = []): Promise<void> {
  for (const feature of features) await taken('setting', handle.sendFeatureReport([...feature]));
}

/** Rejects with a DeviceError when the device refuses the report, or does not take it in time. */
async function taken(what: string, sending: Promise<unknown>): Promise<void> {
  const sent = sending.then(
    () => 'sent' as const,
    () => 'refused' as const,
  );
  const outcome = await within(TAKEN_WITHIN_MS, sent);
  if (outcome !== 'sent') throw new DeviceError('wire', `the HID device ${outcome ?? 'did not take'} the ${what}`);
}

async function throwAwayOld(handle: HidHandle): Promise<void> {
  for (let thrown = 0; thrown < MOST_WAITING; thrown++) {
    const report = await handle.read(QUIET_MS);
    if (!report?.length) return;
  }
}

function hidWire(handle: HidHandle, letGo: () => Promise<void>, carriage: Carriage, listener: WireListener): Wire {
  let over = false;
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    over = true;
    closed ??= within(TAKEN_WITHIN_MS, letGo());
    return closed;
  };
  handle.on('error', () => {
    if (over) return;
    void close(); // at once: while a dead handle is open, a replug gets another name
    listener.gone('the HID device was unplugged');
  });
  handle.on('data', (report) => {
    if (over) return;
    try {
      const chunk = carriage.toHost(new Uint8Array(report));
      if (chunk) listener.chunk(chunk);
    } catch (bug) {
      setImmediate(() => {
        throw bug; // node-hid would tell it as the device's own error: a bug of ours is no unplug
      });
    }
  });
  return {
    async write(bytes) {
      if (over) throw new DeviceError('wire', 'the HID device is closed');
      if (carriage.isSetting?.(bytes)) await taken('setting', handle.sendFeatureReport([REPORT_NUMBER, ...bytes]));
      else for (const report of carriage.toDevice(bytes)) await taken('report', handle.write([...report]));
    },
    close,
  };
}

/** What the promise brings, or undefined when it takes longer; it goes on unheard. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    limit = setTimeout(resolve, ms, undefined);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(limit));
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const isForbidden = (message: string): boolean => /permission denied|EACCES/i.test(message);

/** Says which device, and what to do. */
function whyNotOpened(path: string, message: string): string {
  if (isForbidden(message)) return `no permission for ${path}: give the station's user the device by a udev rule`;
  if (/no such (file|device)|ENOENT|ENODEV/i.test(message)) return `${path} is not there: plug the device in`;
  return `${path} cannot be opened: ${message}`;
}

const whyNoHid = (message: string): string =>
  /libusb/.test(message)
    ? 'HID devices cannot be read: the library libusb is missing (Debian package libusb-1.0-0)'
    : `HID devices cannot be listed: ${message}`;
