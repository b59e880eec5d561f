/** Many stations with their devices over real MQTT: what the city's side is loaded, killed and checked with. */
import { systemClock, systemRandom } from '../../../edge-agent/clock.ts';
import type { Clock } from '../../../edge-agent/ports.ts';
import type { Connect } from '../../../edge-agent/uplink/connection.ts';
import { UplinkError } from '../../../edge-agent/uplink/uplink-error.ts';
import { type Pace, pacemaker } from './pace.ts';
import { aStation, type SimulatedStation } from './station.ts';
import { openTally, type Tally } from './tally.ts';
import { ownLine, sharedLines } from './ways.ts';

export interface PlayerParts {
  readonly url: string;
  readonly stations: number;
  /** Of each station. */
  readonly devices: number;
  /** So many of them can raise alarms; all where absent. */
  readonly alarming?: number;
  /** Absent: a connection of its own for each station, with its will. */
  readonly connections?: number;
  readonly receipts?: boolean;
  readonly demo?: boolean;
  /** The first connections, and those after an outage, spread over so long. */
  readonly spreadMs?: number;
  readonly clock?: Clock;
  /** Names begin so. */
  readonly name?: string;
}

export interface Player {
  readonly stations: readonly SimulatedStation[];
  readonly tally: Tally;
  /** All connect. */
  begin(): void;
  /** From now on so much happens. */
  play(pace: Pace): void;
  /** Nothing new happens. */
  rest(): void;
  /** As if the line had been cut for so long while this many events a second happened at all stations together; they come back spread. */
  outage(ms: number, eventsPerSecond: number): void;
  online(): number;
  /** Events that happened, those the broker has, and those of which the receipt is there. */
  sums(): { readonly made: number; readonly acknowledged: number; readonly receipted: number };
  close(): Promise<void>;
}

const CIRCLES = 20;

export function openPlayer(parts: PlayerParts): Player {
  const { url, devices, connections, receipts = true, demo = true, spreadMs = 0, name = 'play' } = parts;
  const { clock = systemClock, alarming = devices } = parts;
  const tally = openTally();
  const shared = connections === undefined ? undefined : sharedLines(url, connections, name);
  const gate = openGate(spreadMs, clock);
  const stations = Array.from({ length: parts.stations }, (_, at) => {
    const connect = gate.before(shared?.of(at) ?? ownLine);
    const circle = `circle-${String(at % CIRCLES).padStart(2, '0')}`;
    return aStation({
      id: `${name}-${String(at + 1).padStart(5, '0')}`,
      url,
      connect,
      devices,
      alarming,
      receipts,
      demo,
      startSpreadMs: spreadMs,
      place: { circle, community: 'park', name: String(at + 1) },
      tally,
      clock,
      random: systemRandom,
    });
  });
  const pacer = pacemaker(stations);
  const sum = (of: (station: SimulatedStation) => number): number =>
    stations.reduce((total, station) => total + of(station), 0);

  return {
    stations,
    tally,
    begin() {
      for (const station of stations) station.begin();
    },
    play: pacer.play,
    rest: pacer.rest,
    outage(ms, eventsPerSecond) {
      gate.cut();
      pacer.pileUp(ms, eventsPerSecond, clock.wall());
    },
    online: () => stations.filter((station) => station.status() === 'online').length,
    sums: () => ({
      made: sum(({ made }) => made()),
      acknowledged: sum(({ acknowledged }) => acknowledged()),
      receipted: sum(({ receipted }) => receipted()),
    }),
    async close() {
      pacer.rest();
      await Promise.all(stations.map((station) => station.close()));
      await shared?.close();
    },
  };
}

/** Cuts all lines at once, and lets each back by chance. */
function openGate(spreadMs: number, clock: Clock) {
  const open = new Set<() => void>();
  let cuts = 0;
  return {
    before(connect: Connect): Connect {
      let known = 0;
      return async (to, signal) => {
        if (known < cuts && spreadMs > 0) {
          const over = Promise.withResolvers<void>();
          const cancel = clock.at(clock.now() + systemRandom.fraction() * spreadMs, over.resolve);
          signal.addEventListener('abort', () => over.resolve(), { once: true });
          await over.promise;
          cancel();
        }
        known = cuts;
        const connection = await connect(to, signal);
        const cut = (): void => connection.drop(new UplinkError('lost', 'cut'));
        open.add(cut);
        void connection.closed.then(() => open.delete(cut));
        return connection;
      };
    },
    cut(): void {
      cuts++;
      for (const cut of open) cut();
    },
  };
}
