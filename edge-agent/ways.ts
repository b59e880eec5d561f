/** By which wires a meter that nobody has declared may be reached at one port, and which drivers are to be asked on each. */
import { claimHid, claimSerial } from './claims.ts';
import type { Driver, HidReports, UsbIds } from './drivers/driver.ts';
import type { Way } from './identify.ts';
import { lineSettings } from './simulate.ts';
import type { SerialSettings, Socket } from './transports/transport.ts';

/** Every meter that is on has begun to answer by then. Of a HID device the ids say more: there a lone driver may take its time. */
const ANSWER_MS = 1000;

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

/** One way for each speed and parity. */
export const serialWays = (drivers: readonly Driver[], { socketAt, ids = {}, line = {} }: SerialPlace): Way[] =>
  linesOf(
    drivers.filter((driver) => isTellable(driver) && claimSerial(driver, ids).may),
    line,
  ).map(({ settings, ...way }) => ({ ...way, socket: socketAt(settings), answerMs: ANSWER_MS }));

const LINE = ['baudRate', 'dataBits', 'parity', 'stopBits'] as const;

function linesOf(drivers: readonly Driver[], line: Partial<SerialSettings>) {
  const lines = drivers.flatMap((driver) => {
    const settings = lineSettings(driver);
    const { otherBaudRates = [] } = driver.wire.kind === 'serial' ? driver.wire : {};
    return [settings.baudRate, ...otherBaudRates].map((baudRate) => ({ driver, settings: { ...settings, baudRate } }));
  });
  const wanted = lines.filter(({ settings }) =>
    LINE.every((key) => line[key] === undefined || line[key] === settings[key]),
  );
  return [...Map.groupBy(wanted, ({ settings }) => JSON.stringify(settings)).values()].flatMap((same) => {
    const [first] = same;
    return first ? [{ settings: first.settings, drivers: same.map(({ driver }) => driver) }] : [];
  });
}

export interface HidPlace {
  readonly ids: Partial<UsbIds>;
  readonly socketFor: (wire: HidReports) => Socket;
  /** A serial line behind the bridge that this HID device is; absent where none can be opened. */
  readonly bridgedAt?: (settings: SerialSettings) => Socket;
}

/** One way for each kind of reports, and one for each line behind a bridge. */
export function hidWays(drivers: readonly Driver[], { socketFor, bridgedAt, ids }: HidPlace): Way[] {
  const fit = drivers.filter((driver) => isTellable(driver) && claimHid(driver, ids).may);
  const reports = fit.flatMap((driver) => (driver.wire.kind === 'hid' ? [{ driver, wire: driver.wire }] : []));
  const kinds = Map.groupBy(reports, ({ wire: { usb: _, ...kind } }) => JSON.stringify(kind));
  const ways = [...kinds.values()].flatMap((same) => {
    const [first] = same;
    return first ? [{ socket: socketFor(first.wire), drivers: same.map(({ driver }) => driver) }] : [];
  });
  if (!bridgedAt) return ways;
  const lines = linesOf(
    fit.filter(({ wire }) => wire.kind === 'serial'),
    {},
  );
  return [...ways, ...lines.map(({ settings, ...way }) => ({ ...way, socket: bridgedAt(settings) }))];
}
