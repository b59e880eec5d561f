/** Where the devices of a station file are plugged in. */
import {
  ANY_METER,
  type Clock,
  catalogue,
  cp2110Socket,
  type DriverFacts,
  type HidIds,
  hidSocket,
  hidWays,
  identified,
  lineSettings,
  type RememberedPorts,
  type SerialSettings,
  type Socket,
  serialSocket,
  serialWays,
  type ToMeet,
  tcpSocket,
  usbIdsOfTty,
  usbSerialSocket,
  type Way,
} from '../../edge-agent/index.ts';
import type { DeviceEntry } from '../../firmware-config/index.ts';
import { Refusal } from './refusal.ts';

/** Whatever read-only meter is plugged in there, found anew on each connection; the one that was there last is tried first. */
export function identifiedAt(
  entry: DeviceEntry,
  { ports, clock }: { readonly ports: RememberedPorts; readonly clock: Clock },
): ToMeet {
  const meeting = identified({
    ways: waysOf(entry),
    clock,
    last: ports.driverAt,
    turn: (turn) => void ('unit' in turn && ports.remember(turn.port, turn.driver.id)),
  });
  return { driver: ANY_METER, meeting };
}

const drivers = catalogue.map(({ driver }) => driver);

function waysOf(entry: DeviceEntry): () => Promise<readonly Way[]> {
  const { id, transport } = entry;
  if (transport.kind === 'simulated')
    throw new Refusal(1, `devices: ${id}: a simulated device is declared by its driver`);
  if (transport.kind === 'hid') {
    const ids = hidIdsOf(entry);
    const ways = hidWays(drivers, {
      socketFor: (wire) => hidSocket(ids, wire),
      bridgedAt: (settings) => cp2110Socket(ids, settings),
      ids: listedIds(transport),
    });
    orRefuse(id, ways);
    return async () => ways;
  }
  if (transport.kind === 'tcp') {
    const socket = tcpSocketOf(entry, 'bytes');
    const ways = serialWays(drivers, { socketAt: () => socket });
    return async () => ways;
  }
  const line = overrides(entry);
  const { path } = transport;
  if (path !== undefined) {
    const socketAt = (settings: SerialSettings): Socket => serialSocket(path, settings);
    orRefuse(id, serialWays(drivers, { socketAt, line }));
    return async () => serialWays(drivers, { socketAt, ids: await usbIdsOfTty(path), line });
  }
  const adapter = usbIdsOf(transport);
  const ways = serialWays(drivers, {
    socketAt: (settings) => usbSerialSocket(adapter, settings),
    ids: listedIds(transport),
    line,
  });
  orRefuse(id, ways);
  return async () => ways;
}

/** A search that can never find anything is a mistake in the file. */
function orRefuse(deviceId: string, ways: readonly Way[]): void {
  if (ways.length === 0)
    throw new Refusal(1, `devices: ${deviceId}: no read-only meter is reached at that speed, or has those USB ids`);
}

export function socketOf(entry: DeviceEntry, driver: DriverFacts): Socket {
  const { id, transport } = entry;
  if (transport.kind === 'simulated') throw new Refusal(1, 'a simulated device has no port');
  if (transport.kind === 'tcp') return tcpSocketOf(entry, driver.wire.kind === 'hid' ? 'reports' : 'bytes');
  const { wire } = driver;
  if (transport.kind === 'hid' && wire.kind === 'hid') return hidSocket(hidIdsOf(entry), wire);
  if (transport.kind === 'hid' && wire.kind === 'serial' && wire.cp2110)
    return cp2110Socket(hidIdsOf(entry), lineSettings(driver));
  if (transport.kind !== wire.kind)
    throw new Refusal(1, `devices: ${id}: '${driver.id}' is reached by ${wire.kind}, not ${transport.kind}`);
  const settings = { ...lineSettings(driver), ...overrides(entry) };
  return transport.path === undefined
    ? usbSerialSocket(usbIdsOf(transport), settings)
    : serialSocket(transport.path, settings);
}

function tcpSocketOf({ id, transport: { host, port } }: DeviceEntry, carries: 'bytes' | 'reports'): Socket {
  if (host === undefined || port === undefined)
    throw new Refusal(1, `devices: ${id}: a device server is named by host and port`);
  return tcpSocket(host, port, carries);
}

function hidIdsOf({ id, transport: { vendorId, productId, serialNumber } }: DeviceEntry): HidIds {
  if (vendorId === undefined) throw new Refusal(1, `devices: ${id}: a HID device is named by its vendorId`);
  return {
    vendorId,
    ...(productId !== undefined && { productId }),
    ...(serialNumber !== undefined && { serialNumber }),
  };
}

/** As the system lists them: four hexadecimal digits. */
const hex = (id: number): string => id.toString(16).padStart(4, '0');

const listedIds = ({ vendorId, productId }: DeviceEntry['transport']) => ({
  ...(vendorId !== undefined && { vendorId: hex(vendorId) }),
  ...(productId !== undefined && { productId: hex(productId) }),
});

const usbIdsOf = (transport: DeviceEntry['transport']) => ({
  ...listedIds(transport),
  ...(transport.serialNumber !== undefined && { serialNumber: transport.serialNumber }),
  ...(transport.usbPort !== undefined && { usbPort: transport.usbPort }),
});

/** The station file may override the driver's line settings. */
function overrides({ transport }: DeviceEntry): Partial<SerialSettings> {
  if (transport.kind === 'simulated') return {};
  const { baudRate, dataBits, parity, stopBits } = transport;
  return {
    ...(baudRate !== undefined && { baudRate }),
    ...(dataBits !== undefined && { dataBits }),
    ...(parity !== undefined && { parity }),
    ...(stopBits !== undefined && { stopBits }),
  };
}
