/** The door to the devices alone: drivers, wires and simulated twins, without a store and without a platform. */
export type { BinPort, BinSenses, BoardNews } from './bins/bin-port.ts';
export {
  bins,
  catalogue,
  findDriver,
  findFacts,
  findSimulator,
  knownDrivers,
  signals,
  uncertain,
} from './catalogue.ts';
export { type Claim, claimHid, claimSerial } from './claims.ts';
export { systemClock, systemRandom } from './clock.ts';
export { converser } from './converse.ts';
export { type Device, type MemoryRead, openDevice, type ToMeet } from './device.ts';
export { DeviceError, type DeviceErrorCode } from './domain/device-error.ts';
export type { DeviceEvent, FailureKind, Reading, RejectReason } from './domain/event.ts';
export { isUnasked } from './domain/event.ts';
export { namesOf, newRecords, type StoredRecord } from './domain/memory.ts';
export type { Driver, DriverFacts, UsbIds } from './drivers/driver.ts';
export { ANY_METER, identified, type Turn, type Way } from './identify.ts';
export { NO_EARS } from './meeting.ts';
export { openPlayback } from './playback.ts';
export type { Cancel, Clock, Log, LogFacts, Random } from './ports.ts';
export { type Bounds, type Recording, readRecording, recordingText } from './recording.ts';
export { lineSettings, type SimulatedDevice, simulate } from './simulate.ts';
export { cp2110Socket } from './transports/cp2110.ts';
export { type HidIds, hidSocket, listHidDevices } from './transports/hid.ts';
export type { ListedHid } from './transports/node-hid.ts';
export { canMakePtys } from './transports/pty.ts';
export { serialSocket } from './transports/serial.ts';
export { tcpSocket } from './transports/tcp.ts';
export type { SerialSettings, Socket } from './transports/transport.ts';
export { usbIdsOfTty } from './transports/usb-ids.ts';
export { listSerialPorts, usbSerialSocket } from './transports/usb-serial.ts';
export { openVirtualClock } from './virtual-clock.ts';
export { hidWays, isTellable, serialWays } from './ways.ts';

/** Loaded with the first bin: a station without one has no use for it. */
export const loadFirmataPort = () => import('./bins/firmata-port.ts').then(({ openFirmataPort }) => openFirmataPort);

/** Loaded with the first of them, as a bin's is. */
export const loadFirmataSignals = () =>
  import('./signals/firmata-signals.ts').then(({ openFirmataSignals }) => openFirmataSignals);
