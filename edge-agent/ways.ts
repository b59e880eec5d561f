/** By which wires a meter that nobody has declared may be reached at one port, and which drivers are to be asked on each. */
import { claimHid, claimSerial } from './claims.ts';
import type { Driver, UsbIds } from './drivers/driver.ts';
import type { Way } from './identify.ts';
import { lineSettings } from './simulate.ts';
import { cp2110Socket } from './transports/cp2110.ts';
import { type HidIds, hidSocket } from './transports/hid.ts';
import type { SerialSettings, Socket } from './transports/transport.ts';

/** What moves, and what a host can start, is always declared: it is never asked for. */
export const isTellable = ({ remembers, canMeasure }: Pick<Driver, 'remembers' | 'canMeasure'>): boolean =>
  remembers && !canMeasure;

export interface SerialPlace {
  readonly socketAt: (settings: SerialSettings) => Socket;
  /** Of its adapter, as far as they are known. */
  readonly ids?: Partial<UsbIds> | undefined;
  /** What the station file says of the line: other lines are not tried. */
  readonly line?: Partial<SerialSettings>;
}

const LINE = ['baudRate', 'dataBits', 'parity', 'stopBits'] as const;

/** One way for each speed and parity. */
export function serialWays(drivers: readonly Driver[], { socketAt, ids = {}, line = {} }: SerialPlace): Way[] {
  const fit = drivers
    .filter((driver) => isTellable(driver) && claimSerial(driver, ids).may)
    .map((driver) => ({ driver, settings: lineSettings(driver) }))
    .filter(({ settings }) => LINE.every((key) => line[key] === undefined || line[key] === settings[key]));
  return [...Map.groupBy(fit, ({ settings }) => JSON.stringify(settings)).values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ socket: socketAt(first.settings), drivers: group.map(({ driver }) => driver) }] : [];
  });
}

export interface HidPlace {
  readonly socketFor: (driver: Driver) => Socket;
  readonly ids: Partial<UsbIds>;
}

/** One way for each length of reports, and for each line behind a CP2110. */
export function hidWays(drivers: readonly Driver[], { socketFor, ids }: HidPlace): Way[] {
  const fit = drivers.filter((driver) => isTellable(driver) && claimHid(driver, ids).may);
  const groups = Map.groupBy(fit, (driver) => {
    const { wire } = driver;
    return JSON.stringify(wire.kind === 'hid' ? [wire.reportBytes, wire.featureBytes] : lineSettings(driver));
  });
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ socket: socketFor(first), drivers: group }] : [];
  });
}

/** How a driver's meter is reached as the HID device of these ids: in reports, or over the line behind a CP2110. */
export function hidSocketFor(driver: Driver, ids: HidIds): Socket {
  const { id, wire } = driver;
  if (wire.kind === 'hid') return hidSocket(ids, wire);
  if (wire.cp2110) return cp2110Socket(ids, lineSettings(driver));
  throw new RangeError(`${id} is reached by ${wire.kind}, not hid`);
}
