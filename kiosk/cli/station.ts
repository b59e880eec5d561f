/** Puts a station together from its file: devices on their sockets, agent, panels, server. Shared by `start` and `demo`. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Agent,
  ANY_METER,
  type Clock,
  canMakePtys,
  type DevicePlace,
  type DriverFacts,
  findDriver,
  findSimulator,
  type Log,
  lineSettings,
  openAgent,
  openRememberedPorts,
  openStore,
  openTombstones,
  type Random,
  type SimulatedDevice,
  type Socket,
  type Store,
  simulate,
  type ToMeet,
} from '../../edge-agent/index.ts';
import { type DeviceEntry, loadRules, type StationFile } from '../../firmware-config/index.ts';
import packageFacts from '../../package.json' with { type: 'json' };
import { buildApp } from '../app.ts';
import { watchThisProcess } from '../this-process.ts';
import { localTimeIn } from '../visits/local-time.ts';
import { panelsOf } from '../visits/panels.ts';
import { openPanel } from '../visits/visits.ts';
import { isSignals, signalsOf } from './around-panels.ts';
import { identifiedAt, socketOf } from './places.ts';
import { portTrouble } from './port-trouble.ts';
import { isBin, recyclingOf } from './recycling.ts';
import { Refusal } from './refusal.ts';
import { platformKeys, storeLock, uplinkSecrets } from './secrets.ts';

export interface StationParts {
  readonly station: StationFile;
  readonly demo: boolean;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** The folder of the station file, from where what it names is found. */
  readonly beside?: string;
  /** The first connection to the broker waits up to so long, by chance. */
  readonly startSpreadMs?: number;
}

export interface RunningStation {
  readonly agent: Agent;
  readonly url: string;
  /** By device id; empty without simulated devices. */
  readonly simulated: ReadonlyMap<string, SimulatedDevice>;
  close(): Promise<void>;
}

const screens = join(import.meta.dirname, '..', '..', 'ui', 'touch', 'dist');

/** Throws a Refusal when the environment does not allow it: port taken, folder not writable, store not safe. */
export async function openStation({
  station,
  demo,
  clock,
  random,
  log,
  beside = '.',
  startSpreadMs = 0,
}: StationParts): Promise<RunningStation> {
  const folder = station.data.folder;
  makeFolder(folder);
  const simulated = new Map<string, SimulatedDevice>();
  const ports = openRememberedPorts(join(folder, 'yike.ports'));
  const places: DevicePlace[] = [];
  for (const entry of station.devices.filter((one) => !isBin(one) && !isSignals(one))) {
    const { id: deviceId, panel } = entry;
    places.push({ ...(await toMeet(entry)), deviceId, ...(panel !== undefined && { panel }) });
  }

  async function toMeet(entry: DeviceEntry): Promise<ToMeet> {
    if (entry.driver === ANY_METER.id) return identifiedAt(entry, { ports, clock });
    const plain = findDriver(entry.driver);
    if (!plain) throw new Refusal(1, `devices: there is no driver '${entry.driver}'`);
    const driver = plain.configured?.(entry.weighing ?? {}) ?? plain;
    if (entry.transport.kind !== 'simulated') return { driver, socket: socketOf(entry, driver) };
    return { driver, socket: await simulatedAt(entry, driver) };
  }

  async function simulatedAt(entry: DeviceEntry, driver: DriverFacts): Promise<Socket> {
    const twin = await findSimulator(driver.id);
    const simulator = twin?.configured?.(entry.weighing ?? {}) ?? twin;
    if (!simulator) throw new Refusal(1, `devices: '${driver.id}' has no simulator`);
    const settings = driver.wire.kind === 'serial' ? lineSettings(driver) : undefined;
    const link = join(folder, entry.id);
    const device = await simulate(simulator, settings, { clock, tty: await canMakePtys(), link });
    simulated.set(entry.id, device);
    return device.socket;
  }
  const recycling = await recyclingOf(station, { beside, simulatedAt, clock, log });
  const signals = await signalsOf(station, { beside, simulatedAt, clock, log });

  const secrets = uplinkSecrets(station.platform, log);
  const keys = await platformKeys(station.platform);
  const lock = storeLock();
  const { keepDays } = station.data;
  const { receipts } = station.platform;
  const { id: stationId, timeZone } = station.station;
  const bury = openTombstones({ stationId, timeZone, demo, clock, random });
  const tombstone = (sequence: number) => bury(sequence, {}, { reason: 'damaged' });
  const store = openOrRefuse(folder, () =>
    openStore({ folder, keepDays, receipts, tombstone, clock, ...(lock && { lock }) }),
  );
  const agent = openAgent({
    station,
    store,
    startSpreadMs,
    secrets,
    ...(keys && { keys }),
    places,
    ...recycling,
    signals,
    version: packageFacts.version,
    demo,
    clock,
    random,
    log,
  });
  const localTime = localTimeIn(station.station.timeZone);
  const rules = loadRules(station.rules);
  const panels = station.panels.map((panel) =>
    openPanel({
      facts: {
        panel: { id: panel.id, diagonalInch: panel.diagonalInch, widthPx: panel.widthPx, heightPx: panel.heightPx },
        languages: panel.languages,
        station: { name: station.station.name, phone: station.station.phone },
        demo,
        selfTest: station.station.services.includes('self-test'),
        alarmsAs: alarmsAs(station, panel.id),
        devices: new Map(station.devices.map(({ id, strips, cuff }) => [id, { strips, cuff }])),
      },
      agent,
      clock,
      log,
      newSubject: () => `urn:uuid:${uuidOf(random.bytes(16))}`,
      localTime,
      rules,
    }),
  );
  const { port } = station.http;
  const ticket = Buffer.from(random.bytes(16)).toString('hex');
  const thisProcess = watchThisProcess({ clock, log });
  const app = await buildApp({ agent, panels: panelsOf(panels), clock, log, port, ticket, screens, thisProcess });

  async function close(): Promise<void> {
    await Promise.all(panels.map((panel) => panel.close())); // the cuffs first
    await app.close();
    thisProcess.cancel();
    await agent.close();
    await Promise.all([...simulated.values()].map((device) => device.close()));
  }
  await app.listen({ host: '127.0.0.1', port }).catch(async (error: NodeJS.ErrnoException) => {
    await close();
    throw new Refusal(2, portTrouble(port, error));
  });
  log.info('station ready', { station: station.station.id, port });
  return { agent, url: `http://127.0.0.1:${port}/`, simulated, close };
}

/** Staff are called to the first device of that screen: they know where it stands. */
function alarmsAs({ devices }: StationFile, panelId: string): string {
  const meters = devices.filter(
    ({ driver }) => driver === ANY_METER.id || findDriver(driver)?.provides.some(isMeasured),
  );
  return (meters.find(({ panel }) => panel === undefined || panel === panelId) ?? meters[0])?.id ?? 'station';
}

const isMeasured = (kind: string): boolean => kind === 'blood-pressure' || kind === 'glucose';

/** A store that does not hold what it must is never run with. */
function openOrRefuse(folder: string, open: () => Store): Store {
  try {
    return open();
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown';
    throw new Refusal(2, `the store in ${folder} cannot be used: ${why}`);
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Refusal(2, `data.folder ${folder} cannot be made: ${error instanceof Error ? error.message : 'unknown'}`);
  }
}

/** A random UUID, version 4, from sixteen random bytes. */
function uuidOf(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes);
  hex[6] = ((hex[6] ?? 0) & 0x0f) | 0x40;
  hex[8] = ((hex[8] ?? 0) & 0x3f) | 0x80;
  return hex.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
