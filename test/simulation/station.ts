/** Puts the product together over the simulation's ports. The one file here that makes objects of the product. */
import { join } from 'node:path';
import { type Agent, type DevicePlace, knownDrivers, type Log, openAgent, type Store } from '../../edge-agent/index.ts';
import type { Connect } from '../../edge-agent/uplink/connection.ts';
import { loadRules, loadStation, type StationFile } from '../../firmware-config/index.ts';
import { localTimeIn } from '../../kiosk/visits/local-time.ts';
import { openPanel, type PanelVisits } from '../../kiosk/visits/visits.ts';
import type { Life } from './life.ts';

export const CUFF = 'bp-1';
export const METER = 'glucose-1';

const demo = theStation();
export const stationId = demo.station.id;
const rules = loadRules(demo.rules);
const localTime = localTimeIn(demo.station.timeZone);

const renamed = ({ stationId: id, brokerUrl: url }: NonNullable<StationParts['as']>): StationFile => ({
  ...demo,
  station: { ...demo.station, id },
  platform: { ...demo.platform, url },
});

/** The demo's hut, with one screen, and a platform that gives receipts. */
function theStation(): StationFile {
  const file = join(import.meta.dirname, '..', '..', 'firmware-config', 'stations', 'demo.yaml');
  const loaded = loadStation(file, { drivers: knownDrivers, allowSimulated: true });
  if ('complaints' in loaded) throw new Error('the demo station is wrong');
  return { ...loaded.station, platform: { ...loaded.station.platform, receipts: true } };
}

export interface StationParts {
  readonly life: Pick<Life, 'clock' | 'random'>;
  readonly store: Store;
  /** Absent: real MQTT, to the broker of `as`. */
  readonly connect?: Connect;
  readonly places: readonly DevicePlace[];
  readonly log: Log;
  readonly newSubject: () => string;
  /** Another name and another broker than the demo's. */
  readonly as?: { readonly stationId: string; readonly brokerUrl: string };
}

export interface SimStation {
  readonly agent: Agent;
  readonly panel: PanelVisits;
  /** As on SIGTERM. */
  close(): Promise<void>;
}

export function openSimStation({ life, store, connect, places, log, newSubject, as }: StationParts): SimStation {
  const { clock, random } = life;
  const station = as ? renamed(as) : demo;
  const agent = openAgent({
    station,
    store,
    secrets: () => ({}),
    ...(connect && { connect }),
    places,
    version: '0.0.0',
    demo: false,
    clock,
    random,
    log,
  });
  const [facts] = station.panels;
  if (!facts) throw new Error('no panel');
  const { languages, ...geometry } = facts;
  const panel = openPanel({
    facts: {
      panel: geometry,
      languages,
      station: station.station,
      demo: false,
      selfTest: true,
      alarmsAs: CUFF,
      devices: new Map(station.devices.map(({ id, strips, cuff }) => [id, { strips, cuff }])),
    },
    agent,
    clock,
    log,
    newSubject,
    localTime,
    rules,
  });
  panel.watchedBy(1);
  return {
    agent,
    panel,
    async close() {
      await panel.close();
      await agent.close();
    },
  };
}
