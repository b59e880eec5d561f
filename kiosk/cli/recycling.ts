/** The bins of a station file, each on its socket and by its board's file, and the list of prices. */
import {
  type AgentParts,
  type BinPlace,
  bins,
  type Clock,
  type DriverFacts,
  type Log,
  limitsOf,
  loadFirmataPort,
  type Socket,
} from '../../edge-agent/index.ts';
import { type DeviceEntry, loadBoard, loadPrices, type StationFile } from '../../firmware-config/index.ts';
import { socketOf } from './places.ts';
import { Refusal } from './refusal.ts';
import { rightOrRefuse } from './right-or-refuse.ts';

const binDriver = (entry: DeviceEntry): DriverFacts | undefined =>
  bins.find(({ facts }) => facts.id === entry.driver)?.facts;

export const isBin = (entry: DeviceEntry): boolean => binDriver(entry) !== undefined;

export interface DeviceParts {
  /** The folder of the station file. */
  readonly beside: string;
  readonly simulatedAt: (entry: DeviceEntry, driver: DriverFacts) => Promise<Socket>;
  readonly clock: Clock;
  readonly log: Log;
}

export async function recyclingOf(
  station: StationFile,
  { beside, simulatedAt, clock, log }: DeviceParts,
): Promise<Pick<AgentParts, 'bins' | 'prices'>> {
  const places: BinPlace[] = [];
  for (const entry of station.devices) {
    const driver = binDriver(entry);
    if (!driver) continue;
    const { id: binId, material, scale: scaleId, cell: calibration } = entry;
    if (material === undefined || scaleId === undefined)
      throw new Refusal(1, `devices: ${binId}: no scale or material`);
    const board = rightOrRefuse(loadBoard(entry.board ?? '', beside)).board;
    const socket = entry.transport.kind === 'simulated' ? await simulatedAt(entry, driver) : socketOf(entry, driver);
    const port = (await loadFirmataPort())({
      deviceId: binId,
      socket,
      board,
      ...(calibration && { calibration }),
      clock,
      log,
    });
    places.push({ binId, port, limits: limitsOf(board), material, scaleId, driver });
  }
  if (!station.recycling) return { bins: places };
  return { bins: places, prices: rightOrRefuse(loadPrices(station.recycling.prices, beside)).prices };
}
