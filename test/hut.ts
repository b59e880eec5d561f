import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Agent,
  type BinPlace,
  bins as binDrivers,
  catalogue,
  type Driver,
  type Filing,
  knownDrivers,
  type Log,
  limitsOf,
  lineSettings,
  openAgent,
  openStore,
  type SimulatedDevice,
  type Socket,
  simulate,
  systemRandom,
  type UplinkSecrets,
} from '../edge-agent/index.ts';
import { type BinHardware, openBinHardware } from '../edge-agent/simulators/bin-hardware.ts';
import {
  type Board,
  type DeviceEntry,
  loadBoard,
  loadPrices,
  loadRules,
  loadStation,
  type Prices,
} from '../firmware-config/index.ts';
import type { Act } from '../kiosk/contract/act.ts';
import type { ScreenId, View } from '../kiosk/contract/screen.ts';
import { localTimeIn } from '../kiosk/visits/local-time.ts';
import { openPanel, type PanelVisits } from '../kiosk/visits/visits.ts';
import { aFakeClock, type FakeClock } from './fake-clock.ts';
import { aFreePort } from './free-port.ts';

/** The demo's hut inside this process: real agent, real SQLite, simulated devices on cables, no broker, a clock passed by hand. */
export interface Hut {
  readonly clock: FakeClock;
  readonly agent: Agent;
  readonly panel: PanelVisits;
  readonly devices: ReadonlyMap<string, SimulatedDevice>;
  /** That of each bin, where it has some. */
  readonly bins: ReadonlyMap<string, BinHardware>;
  /** Grams into a bin, onto its scale, as long as its door lets them in. */
  drop(binId: string, grams: number): Promise<void>;
  /** The other panel, before which nobody is yet. */
  secondPanel(): PanelVisits;
  readonly logged: readonly string[];
  /** Where it looks for its broker; nobody listens there until a test does. */
  readonly brokerPort: number;
  /** Folder of the database. */
  readonly folder: string;
  view(): View;
  /** Acts on the turn that is shown, and lets the promises settle. */
  act(...acts: readonly Act[]): Promise<void>;
  /** A guest's way to the start key of the blood-pressure test, rested already. */
  toReady(filing?: 'understood' | 'only-show'): Promise<void>;
  /** The same to the place where a strip is asked for. */
  toStrip(filing?: 'understood' | 'only-show'): Promise<void>;
  /** A person's words at a device: `bp-1 take 128/82/71`. */
  press(line: string): Promise<void>;
  /** Passes time until that screen shows; fails after so long. */
  until(screen: ScreenId, limitMs?: number): Promise<View>;
  close(): Promise<void>;
}

/** Others have been there before. */
const IN_BIN_GRAMS = 4000;

export interface HutParts {
  readonly clock?: FakeClock;
  /** A device's socket; where there is none, it is simulated on a cable inside this process. */
  readonly sockets?: Readonly<Record<string, Socket>>;
  /** Another driver than the station file's, for a device with a socket of its own. */
  readonly drivers?: Readonly<Record<string, Driver>>;
  /** What its station file says of a device besides. */
  readonly more?: Readonly<Record<string, Partial<DeviceEntry>>>;
  /** Then it looks for its broker inside TLS. */
  readonly secrets?: () => UplinkSecrets;
  /** Where a hut was before, and may be again: it outlives this one. */
  readonly home?: Pick<Hut, 'folder' | 'brokerPort'>;
  /** Devices that are in its station file no more. */
  readonly without?: readonly string[];
  /** The two recycling bins besides, each over its scale. */
  readonly withBins?: boolean;
}

export async function aHut({
  clock = aFakeClock(),
  sockets = {},
  drivers = {},
  more = {},
  secrets,
  home,
  without = [],
  withBins = false,
}: HutParts = {}): Promise<Hut> {
  const brokerPort = home?.brokerPort ?? (await aFreePort());
  const folder = home?.folder ?? mkdtempSync(join(tmpdir(), 'yike-hut-'));
  const allowed = { drivers: knownDrivers, allowSimulated: true };
  const stations = join(import.meta.dirname, '..', 'firmware-config', 'stations');
  const loaded = loadStation(join(stations, withBins ? 'demo-bins.yaml' : 'demo.yaml'), allowed);
  if ('complaints' in loaded) throw new Error('the demo station is wrong');
  const station = {
    ...loaded.station,
    devices: loaded.station.devices
      .filter(({ id }) => !without.includes(id))
      .map((entry) => ({ ...entry, ...more[entry.id] })),
    platform: {
      ...loaded.station.platform,
      url: secrets ? `mqtts://localhost:${brokerPort}` : `mqtt://127.0.0.1:${brokerPort}`,
    },
  };
  const logged: string[] = [];
  const note = (what: string, facts = {}): void => void logged.push(JSON.stringify({ what, ...facts }));
  const log: Log = { info: note, warn: note, error: note };

  const devices = new Map<string, SimulatedDevice>();
  /** What lies on each scale, in grams. */
  const loads = new Map<string, number>();
  const bins = new Map<string, BinHardware>();
  const binPlaces = station.devices.flatMap((entry) => binPlaceOf(entry));
  const places = await Promise.all(
    station.devices
      .filter(({ id, driver }) => !bins.has(id) && driver !== 'firmata-signals') // what stands around the panel has tests of its own
      .map(async ({ id, driver: driverId }) => {
        const entry = catalogue.find(({ driver }) => driver.id === driverId);
        if (!entry) throw new Error(`no driver ${driverId}`);
        const socket = sockets[id];
        if (socket) return { deviceId: id, driver: drivers[id] ?? entry.driver, socket };
        const device = await simulate(await entry.simulator(), lineSettings(entry.driver), { clock, tty: false });
        devices.set(id, device);
        return { deviceId: id, driver: entry.driver, socket: device.socket };
      }),
  );
  const agent = openAgent({
    station,
    store: openStore({ folder, keepDays: 7, receipts: false, clock }),
    secrets: secrets ?? (() => ({})),
    places,
    bins: binPlaces,
    ...(station.recycling && {
      prices: right<{ prices: Prices }>(loadPrices(station.recycling.prices, stations)).prices,
    }),
    version: '0.0.0',
    demo: true,
    clock,
    random: systemRandom,
    log,
  });
  const panelOf = (facts = station.panels[0]): PanelVisits => {
    if (!facts) throw new Error('no panel');
    const { languages, ...geometry } = facts;
    return openPanel({
      facts: {
        panel: geometry,
        languages,
        station: station.station,
        demo: true,
        selfTest: true,
        alarmsAs: 'bp-1',
        devices: new Map(station.devices.map(({ id, strips, cuff }) => [id, { strips, cuff }])),
      },
      agent,
      clock,
      log,
      newSubject: () => 'urn:uuid:00000000-0000-4000-8000-000000000000',
      localTime: localTimeIn(station.station.timeZone),
      rules: loadRules(station.rules),
    });
  };
  const panel = panelOf();
  panel.watchedBy(1);

  const hut: Hut = {
    clock,
    agent,
    panel,
    devices,
    bins,
    async drop(binId, grams) {
      if (bins.get(binId)?.port.senses()?.doorClosed !== false) throw new Error('no way in');
      const scaleId = station.devices.find(({ id }) => id === binId)?.scale ?? '';
      const load = (loads.get(scaleId) ?? 0) + grams;
      loads.set(scaleId, load);
      await hut.press(`${scaleId} put ${(load / 1000).toFixed(3)}`);
    },
    secondPanel: () => panelOf(station.panels[1]),
    logged,
    brokerPort,
    folder,
    view: () => panel.view(),
    async act(...acts) {
      for (const act of acts) {
        panel.act(panel.view().turn, act);
        await clock.pass(0);
      }
    },
    async toReady(filing = 'understood') {
      await arrive('blood-pressure', filing);
      await hut.act({ do: 'none' }, ...Array.from({ length: 6 }, () => ({ do: 'next' }) as const), { do: 'fits' });
      await hut.act({ do: 'rested' });
      await clock.pass(60_000);
    },
    async toStrip(filing = 'understood') {
      await arrive('glucose', filing);
      await hut.act({ do: 'ate', meal: 'random' }, { do: 'next' });
    },
    async press(line) {
      const [id = '', ...words] = line.split(' ');
      const answer = await devices.get(id)?.press(words.join(' '));
      if (!answer?.ok) throw new Error(answer?.says ?? `no device ${id}`);
      await clock.pass(0);
    },
    async until(screen, limitMs = 60_000) {
      for (const end = clock.now() + limitMs; panel.view().screen.id !== screen; await clock.pass(10)) {
        if (clock.now() >= end) throw new Error(`${panel.view().screen.id} shows, not ${screen}`);
      }
      return panel.view();
    },
    async close() {
      await clock.until(panel.close());
      await clock.until(agent.close());
      for (const device of devices.values()) await clock.until(device.close());
      if (!home) rmSync(folder, { recursive: true });
    },
  };
  /** A bin of the station file, its hardware without board and cable. */
  function binPlaceOf({ id: binId, driver: driverId, material, scale: scaleId, board }: DeviceEntry): BinPlace[] {
    const driver = binDrivers.find(({ facts }) => facts.id === driverId)?.facts;
    if (!driver || material === undefined || scaleId === undefined || board === undefined) return [];
    const hardware = openBinHardware(clock);
    bins.set(binId, hardware);
    loads.set(scaleId, IN_BIN_GRAMS);
    const limits = limitsOf(right<{ board: Board }>(loadBoard(board, stations)).board);
    return [{ binId, port: hardware.port, limits, material, scaleId, driver }];
  }
  async function arrive(service: 'blood-pressure' | 'glucose', filing: 'understood' | 'only-show'): Promise<void> {
    if (panel.view().screen.id === 'idle') await hut.act({ do: 'wake' });
    await hut.act({ do: 'choose', service });
    if (panel.view().screen.id === 'guest.told') await hut.act({ do: filing });
  }
  for (
    const end = clock.now() + 10_000;
    agent.hub.devices.some(({ health }) => health().status !== 'ok');
    await clock.pass(10)
  ) {
    if (clock.now() >= end) throw new Error('the devices do not answer');
  }
  for (const [scaleId] of loads) await hut.press(`${scaleId} put ${(IN_BIN_GRAMS / 1000).toFixed(3)}`);
  return hut;
}

function right<T extends object>(found: T | { readonly file: string; readonly complaints: readonly unknown[] }): T {
  if ('complaints' in found) throw new Error(`${found.file} is wrong`);
  return found;
}

/** A reading to file beside any visit: the next sequence tells how many came before it. */
export const anyFiling: Filing = {
  reading: { event: 'reading', kind: 'glucose', mmolPerL: 4.4 },
  deviceId: 'glucose-1',
  subject: 'urn:uuid:00000000-0000-4000-8000-000000000000',
  guest: true,
  flags: [],
};
