/** What stands around the panels of a station file, each on its socket and by its board's file. */
import { type DriverFacts, loadFirmataSignals, type SignalsPlace, signals } from '../../edge-agent/index.ts';
import { type DeviceEntry, loadSignalsBoard, type StationFile } from '../../firmware-config/index.ts';
import { socketOf } from './places.ts';
import type { DeviceParts } from './recycling.ts';
import { rightOrRefuse } from './right-or-refuse.ts';

const driverOf = (entry: DeviceEntry): DriverFacts | undefined =>
  signals.find(({ facts }) => facts.id === entry.driver)?.facts;

export const isSignals = (entry: DeviceEntry): boolean => driverOf(entry) !== undefined;

export async function signalsOf(
  station: StationFile,
  { beside, simulatedAt, clock, log }: DeviceParts,
): Promise<SignalsPlace[]> {
  const places: SignalsPlace[] = [];
  for (const entry of station.devices) {
    const driver = driverOf(entry);
    if (!driver) continue;
    const { id: deviceId } = entry;
    const { board } = rightOrRefuse(loadSignalsBoard(entry.board ?? '', beside));
    const socket = entry.transport.kind === 'simulated' ? await simulatedAt(entry, driver) : socketOf(entry, driver);
    const port = (await loadFirmataSignals())({ deviceId, socket, board, clock, log });
    places.push({ deviceId, port, driver });
  }
  return places;
}
