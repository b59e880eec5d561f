/**
 * One simulated station: the real uplink (window, acknowledgements, receipts, repeats, heartbeat, will, back-off) and the
 * real alarms over an outbox in memory. What it says is of the contract's own making; only its devices are made up.
 */
import { openAlarms } from '../../../edge-agent/alarms.ts';
import type { Clock, Random } from '../../../edge-agent/ports.ts';
import type { Connect } from '../../../edge-agent/uplink/connection.ts';
import { startUplink, type Uplink } from '../../../edge-agent/uplink/uplink.ts';
import { rfc3339 } from '../../../edge-agent/wire/rfc3339.ts';
import { deviceStateTopic, receiptTopic, stationStateTopic } from '../../../edge-agent/wire/topics.ts';
import { deviceState, someDevices } from './devices.ts';
import { eventOf, ZONE } from './happenings.ts';
import { aMemoryOutbox } from './memory-outbox.ts';
import type { Tally } from './tally.ts';

export interface StationParts {
  readonly id: string;
  readonly url: string;
  readonly connect: Connect;
  readonly devices: number;
  /** So many of them can raise alarms; each is a topic a code that is said, empty or not, at each connection. */
  readonly alarming: number;
  readonly receipts: boolean;
  readonly demo: boolean;
  /** The first connection waits up to so long, by chance. */
  readonly startSpreadMs: number;
  readonly place: { readonly circle: string; readonly community: string; readonly name: string };
  readonly tally: Tally;
  readonly clock: Clock;
  readonly random: Random;
}

/** What the city must know of it in the end. */
export interface Truth {
  readonly state: string;
  /** By the device's id. */
  readonly devices: ReadonlyMap<string, string>;
  /** `{deviceId}.{code}` of what stands. */
  readonly alarms: readonly string[];
}

export interface SimulatedStation {
  readonly id: string;
  /** A reading or a deposit, at this moment by its clock. */
  happens(atMs: number): void;
  /** The next of its devices has changed. */
  deviceChanges(): void;
  /** An alarm of the next of them is raised; the last one raised is cleared. */
  alarmChanges(): void;
  begin(): void;
  status(): 'online' | 'offline';
  readonly made: () => number;
  acknowledged(): number;
  receipted(): number;
  truth(): Truth;
  /** Says goodbye. */
  close(): Promise<void>;
}

const SILENT = { info() {}, warn() {}, error() {} };

export function aStation(parts: StationParts): SimulatedStation {
  const { id, url, connect, receipts, demo, place, tally, clock, random, startSpreadMs } = parts;
  const devices = someDevices(parts.devices);
  const outbox = aMemoryOutbox(receipts);
  const facts = devices.map(() => ({ changes: 0, lastMs: clock.wall() }));
  const listeners = new Set<(topic: string) => void>();
  const since = rfc3339(clock.wall(), ZONE);
  let number = 0;
  let next = 0;
  let turn = 0;
  let raised: string | undefined;
  let uplink: Uplink | undefined;

  const alarming = devices.slice(0, parts.alarming);
  const alarms = openAlarms({
    stationId: id,
    deviceIds: alarming.filter(({ kind }) => kind !== 'bin').map((device) => device.id),
    binIds: alarming.filter(({ kind }) => kind === 'bin').map((device) => device.id),
    timeZone: ZONE,
    demo,
    level: () => 'roomy',
    outbox,
    clock,
    random,
  });
  const state = (): string =>
    JSON.stringify({
      online: true,
      since,
      at: rfc3339(clock.wall(), ZONE),
      version: '0.1.0',
      circle: place.circle,
      community: place.community,
      name: { 'zh-CN': `${place.name}健康小屋`, en: `Health Hut ${place.name}` },
      location: { latitude: 39.7, longitude: 106.81 },
      services: { 'self-test': { working: true } },
      store: { works: true },
      clock: { trusted: true },
      disk: { usedPercent: 12, level: 'roomy' },
      audit: { entries: 0, head: '0'.repeat(64) },
      outbox: { depth: outbox.depth() },
      ...(demo && { demo }),
    });
  const stationTopic = stationStateTopic(id);
  const of = (at: number): string => {
    const [device, fact] = [devices[at], facts[at]];
    return device && fact ? deviceState(device, fact, ZONE, demo) : '';
  };
  const topics = new Map(devices.map((device, at) => [deviceStateTopic(id, device.id), at]));
  const payloadOf = (topic: string): string => {
    if (topic === stationTopic) return state();
    const at = topics.get(topic);
    return at === undefined ? alarms.payloadOf(topic) : of(at);
  };

  const turnOf = (): number => (devices.length === 0 ? 0 : next++ % devices.length);
  const watched: Connect = async (to, signal) => {
    const connection = await connect(to, signal);
    return {
      ...connection,
      publish: (publication, settled) => connection.publish(publication, tally.sent(id, publication, settled)),
      subscribe: (topic, heard) =>
        connection.subscribe(topic, (message) => {
          if (topic === receiptTopic(id)) tally.receipt(id, message.payload);
          heard(message);
        }),
    };
  };

  return {
    id,
    happens(atMs) {
      const device = devices[turnOf()];
      if (!device) return;
      const event = eventOf({ stationId: id, device, number: ++number, atMs, demo });
      outbox.transaction(() => outbox.add(event.id, event.topic, event.payload));
    },
    deviceChanges() {
      const at = turnOf();
      const [device, fact] = [devices[at], facts[at]];
      if (!device || !fact) return;
      facts[at] = { changes: fact.changes + 1, lastMs: clock.wall() };
      for (const listener of listeners) listener(deviceStateTopic(id, device.id));
    },
    alarmChanges() {
      const device = alarming[turn++ % Math.max(1, alarming.length)];
      const code = device?.kind === 'bin' ? 'bin-full' : 'battery-low';
      if (raised !== undefined) set(raised, false);
      raised = device && device.id !== raised ? device.id : undefined;
      if (raised !== undefined) alarms.set({ deviceId: raised, code, raised: true });
    },
    begin() {
      uplink = startUplink({
        stationId: id,
        platform: { url, protocol: '5' },
        outbox,
        states: {
          topics: [stationTopic, ...alarms.topics, ...topics.keys()],
          payloadOf,
          onChange(listener) {
            listeners.add(listener);
            const cancel = alarms.onChange(listener);
            return () => {
              listeners.delete(listener);
              cancel();
            };
          },
        },
        retained: { topics: () => [], remember() {}, forget() {} },
        connect: watched,
        startSpreadMs,
        receipts,
        receiptRefused: () => tally.refused(id),
        clock,
        random,
        log: SILENT,
        tombstone() {
          throw new Error('no row of a player is refused');
        },
        onBuried() {},
      });
    },
    status: () => uplink?.status() ?? 'offline',
    made: () => outbox.acknowledged() + outbox.depth(),
    acknowledged: outbox.acknowledged,
    receipted: outbox.receipted,
    truth: () => ({
      state: state(),
      devices: new Map(devices.map((device, at) => [device.id, of(at)])),
      alarms: alarms.topics
        .filter((topic) => alarms.payloadOf(topic) !== '')
        .map((topic) => topic.split('/').at(-1) ?? ''),
    }),
    async close() {
      alarms.close();
      await uplink?.close();
    },
  };

  function set(deviceId: string, is: boolean): void {
    const kind = devices.find((device) => device.id === deviceId)?.kind;
    alarms.set({ deviceId, code: kind === 'bin' ? 'bin-full' : 'battery-low', raised: is });
  }
}
