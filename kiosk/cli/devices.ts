import {
  type Claim,
  catalogue,
  claimHid,
  claimSerial,
  cp2110Socket,
  DeviceError,
  type Driver,
  hidSocket,
  hidWays,
  identified,
  isTellable,
  type ListedHid,
  listHidDevices,
  listSerialPorts,
  NO_EARS,
  serialSocket,
  serialWays,
  systemClock,
  type Turn,
  type UsbIds,
  uncertain,
  usbIdsOfTty,
  type Way,
} from '../../edge-agent/devices.ts';
import { argumentsOf } from './arguments.ts';
import { Refusal } from './refusal.ts';

export const usage = `Usage: yike devices [--ask] [--serial PATH]
Lists the serial ports and HID devices of this machine, and of each driver why it may speak there or not.
  --ask          asks at each who is there. That sends bytes: the handshakes of the meters that are only read
  --serial PATH  this port alone`;

const OPTIONS = { ask: { type: 'boolean', default: false }, serial: { type: 'string' } } as const;

const drivers = catalogue.map(({ driver }) => driver);
const experimental = uncertain.map(({ driver }) => driver);

/** A port or a HID device. */
interface Place {
  /** Its path, and what it says of itself. */
  readonly title: string;
  readonly claim: (driver: Driver) => Claim;
  readonly ways: () => readonly Way[];
}

export async function run(args: string[]): Promise<number> {
  const { values } = argumentsOf(args, OPTIONS, [], usage);
  const ports = values.serial === undefined ? await serialPorts() : [await portAt(values.serial)];
  if (ports.length === 0) process.stdout.write('no serial port on this machine\n');
  for (const place of [...ports, ...(values.serial === undefined ? await hidDevices() : [])])
    await print(place, values.ask);
  return 0;
}

async function print({ title, claim, ways }: Place, ask: boolean): Promise<void> {
  process.stdout.write(`${title}\n`);
  const turns = ask ? await outcomes(ways()) : undefined;
  for (const driver of [...drivers, ...experimental]) {
    const { may, why } = claim(driver);
    const mark = experimental.includes(driver) ? ' (experimental)' : '';
    const outcome = may && turns ? `; ${outcomeOf(driver, turns)}` : '';
    process.stdout.write(`  ${driver.id}: ${may ? 'may be, ' : 'no, '}${why}${mark}${outcome}\n`);
  }
}

interface Outcomes {
  readonly turns: readonly Turn[];
  /** Why the port could not be used. */
  readonly trouble?: string;
}

/** Who answers there; the wire is let go at once. */
async function outcomes(ways: readonly Way[]): Promise<Outcomes> {
  const turns: Turn[] = [];
  const meeting = identified({
    ways: async () => ways,
    clock: systemClock,
    last: () => undefined,
    turn: (turn) => turns.push(turn),
  });
  try {
    await meeting(NO_EARS, new AbortController().signal, async () => {});
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    if (error.code !== 'silent') return { turns, trouble: error.message };
  }
  return { turns };
}

function outcomeOf(driver: Driver, { turns, trouble }: Outcomes): string {
  const turn = turns.find((one) => one.driver === driver);
  if (turn && 'why' in turn) return `asked: ${turn.why}`;
  if (turn) return `asked: it answers${factsOf(turn.unit)}`;
  if (!isTellable(driver)) return 'not asked: only read-only meters are; name it in the station file';
  if (experimental.includes(driver)) return 'not asked: name it in the station file';
  return `not asked: ${trouble ?? 'another answered before'}`;
}

const factsOf = ({ model, serialNumber }: { readonly model?: string; readonly serialNumber?: string }): string =>
  `${model === undefined ? '' : `, model ${model}`}${serialNumber === undefined ? '' : `, serial number ${serialNumber}`}`;

async function serialPorts(): Promise<readonly Place[]> {
  const ports = await listSerialPorts().catch(() => {
    throw new Refusal(2, 'cannot list serial ports: udevadm is missing (Debian package udev)');
  });
  return ports.map(({ path, vendorId, productId, manufacturer = '', serialNumber = '' }) => {
    if (vendorId === undefined || productId === undefined) return serialPlace(path, 'built in', undefined);
    const words = `${vendorId}:${productId} ${manufacturer} ${serialNumber}`;
    return serialPlace(path, words, { vendorId: vendorId.toLowerCase(), productId: productId.toLowerCase() });
  });
}

async function portAt(path: string): Promise<Place> {
  const ids = await usbIdsOfTty(path);
  return serialPlace(path, ids ? `${ids.vendorId}:${ids.productId}` : 'no USB adapter', ids);
}

const serialPlace = (path: string, words: string, ids: UsbIds | undefined): Place => ({
  title: `${path}  ${words.trim()}`,
  claim: (driver) => claimSerial(driver, ids ?? {}),
  ways: () => serialWays(drivers, { socketAt: (settings) => serialSocket(path, settings), ids }),
});

/** A machine without HID still has its serial ports. */
async function hidDevices(): Promise<readonly Place[]> {
  try {
    return (await listHidDevices()).map(hidPlace);
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return [];
  }
}

function hidPlace({ path, vendorId, productId, serialNumber, manufacturer, product }: ListedHid): Place {
  const [vendor = '', ofVendor = ''] = [vendorId, productId].map((id) => id.toString(16).padStart(4, '0'));
  const ids = { vendorId: vendor, productId: ofVendor };
  const words = [path, '', `${vendor}:${ofVendor}`, manufacturer, product, serialNumber];
  const named = { vendorId, productId, ...(serialNumber && { serialNumber }) };
  return {
    title: words
      .filter((word) => word !== undefined)
      .join(' ')
      .trimEnd(),
    claim: (driver) => claimHid(driver, ids),
    ways: () =>
      hidWays(drivers, {
        ids,
        socketFor: (wire) => hidSocket(named, wire),
        bridgedAt: (settings) => cp2110Socket(named, settings),
      }),
  };
}
