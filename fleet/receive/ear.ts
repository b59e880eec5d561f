/** What comes from the broker, read, bounded, counted, and put where it waits for the database. Pure but for what it holds. */
import { readTopic, type SaidTopic } from '../../edge-agent/wire/read-topic.ts';
import type { Raised } from '../store/alarm-store.ts';
import type { Refusals, Said } from '../store/heard.ts';
import type { Flood } from '../store/said-alarms.ts';
import { openClones } from './clones.ts';
import type { Inbox } from './inbox.ts';
import { readAlarm } from './read-alarm.ts';
import { readDevice } from './read-device.ts';
import { readEvent } from './read-event.ts';
import { readStation } from './read-station.ts';
import { isRefused, type Refusal, type Refused, refused } from './refusals.ts';

export interface Message {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly retained: boolean;
}

/** A million names of stations that are none must cost no more than so many. */
const MOST_REFUSED_STATIONS = 10_000;

export function openEar(inbox: Inbox) {
  const clones = openClones();
  const counts = new Map<Refusal, number>();
  let refusals = new Map<string, Refusals>();
  let cloned: Raised[] = [];
  let received = 0;
  let flood: { stations: Set<string>; alarms: Set<string>; sinceMs: number } | undefined;

  const refuse = (stationId: string | undefined, why: Refusal, atMs: number): void => {
    counts.set(why, (counts.get(why) ?? 0) + 1);
    if (stationId === undefined) return;
    const before = refusals.get(stationId);
    if (!before && refusals.size >= MOST_REFUSED_STATIONS) return;
    refusals.set(stationId, { count: (before?.count ?? 0) + 1, why, atMs });
  };

  function read(said: SaidTopic, { payload, retained }: Message, nowMs: number): Said | undefined | Refused {
    const { stationId } = said;
    if (said.about === 'station') {
      const station = readStation(stationId, payload, nowMs, !retained);
      if (isRefused(station)) return station;
      if ('away' in station) return { about: 'away', stationId, receivedMs: nowMs };
      if (retained) flood?.stations.add(stationId);
      if (clones.returned(stationId, station.since)) cloned.push(twice(stationId, station.said.demo));
      return { about: 'station', said: station.said };
    }
    if (said.about === 'device') {
      const device = readDevice(stationId, said.deviceId, payload, nowMs);
      if (isRefused(device)) return device;
      return 'gone' in device
        ? { about: 'no device', stationId, deviceId: said.deviceId }
        : { about: 'device', said: device };
    }
    if (said.about !== 'alarm') return undefined;
    const alarm = readAlarm(stationId, said.deviceId, said.code, payload);
    if (isRefused(alarm)) return alarm;
    if (alarm.raised) flood?.alarms.add(`${stationId} ${said.deviceId}.${said.code}`);
    return { about: 'alarm', said: alarm };
  }

  return {
    hear(message: Message, nowMs: number): void {
      received++;
      const said = readTopic(message.topic);
      if (!said || said.about === 'unknown') {
        refuse(said?.stationId, 'unknown topic', nowMs);
        return;
      }
      const { stationId } = said;
      if (said.about === 'event') {
        const event = readEvent(stationId, said.kind, message.payload, nowMs);
        if (isRefused(event)) refuse(stationId, event.refused, nowMs);
        else if (!inbox.event(event)) refuse(stationId, 'too much at once', nowMs);
        return;
      }
      const state = read(said, message, nowMs);
      if (!state) return;
      const why = isRefused(state)
        ? state
        : inbox.state(message.topic, stationId, state) || refused('too much at once');
      if (why !== true) refuse(stationId, why.refused, nowMs);
    },
    refuse,
    /** All that the broker keeps is being said anew. */
    floodBegins(nowMs: number): void {
      flood = { stations: new Set(), alarms: new Set(), sinceMs: nowMs };
    },
    floodEnds(): Flood | undefined {
      const heard = flood;
      flood = undefined;
      return heard;
    },
    /** Since the last time. */
    takeRefusals(): ReadonlyMap<string, Refusals> {
      const taken = refusals;
      refusals = new Map();
      return taken;
    },
    takeCloned(): readonly Raised[] {
      const taken = cloned;
      cloned = [];
      return taken;
    },
    /** They were not written. */
    putBack(taken: ReadonlyMap<string, Refusals>, raised: readonly Raised[]): void {
      for (const [stationId, before] of taken) {
        const since = refusals.get(stationId);
        refusals.set(stationId, since ? { ...since, count: since.count + before.count } : before);
      }
      cloned = [...raised, ...cloned].slice(-MOST_REFUSED_STATIONS);
    },
    received: () => received,
    refused: (): Readonly<Record<string, number>> => Object.fromEntries(counts),
  };
}
export type Ear = ReturnType<typeof openEar>;

const twice = (stationId: string, demo: boolean): Raised => ({
  stationId,
  deviceId: 'station',
  code: 'station-cloned',
  severity: 'critical',
  words: {
    'zh-CN': '两台机器在用同一个站点名称',
    en: 'Two machines use the name of this station',
  },
  origin: 'fleet',
  demo,
});
