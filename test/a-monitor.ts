/**
 * A simulated device on the product's own device side, over a cable inside the test. The fake joint is at the byte
 * edge: framing, timing, greeting and coming back are all the real ones.
 */
import { findDriver } from '../edge-agent/catalogue.ts';
import { converser } from '../edge-agent/converse.ts';
import { openDevice } from '../edge-agent/device.ts';
import { DeviceError } from '../edge-agent/domain/device-error.ts';
import type { DeviceEvent } from '../edge-agent/domain/event.ts';
import type { Settings } from '../edge-agent/domain/settings.ts';
import type { Bounds } from '../edge-agent/recording.ts';
import { type Press, parsePress, type Simulation } from '../edge-agent/simulators/simulator.ts';
import type { Socket, WireListener } from '../edge-agent/transports/transport.ts';
import { hexOf } from './a-talk.ts';
import { anInnerClock, type FakeClock } from './fake-clock.ts';
import { simulatorOf } from './simulators.ts';

export interface DeviceParts {
  readonly clock?: FakeClock;
  /** What becomes of bytes on the way; nothing when they are lost. */
  readonly toHost?: (bytes: Uint8Array) => readonly Uint8Array[];
  readonly toDevice?: (bytes: Uint8Array) => readonly Uint8Array[];
  readonly latencyMs?: number;
  /** How much of its wire is kept. */
  readonly keep?: Bounds;
  /** What the station file says of it. */
  readonly settings?: Settings;
  /** Buttons pressed before the station is switched on. */
  readonly pressed?: readonly string[];
}

/** What was said over the cable, in order. `at`: milliseconds since the test began. */
export interface Said {
  readonly at: number;
  readonly hex: string;
}

const asItIs = (bytes: Uint8Array): readonly Uint8Array[] => [bytes];

export function aDevice(driverId: string, parts: DeviceParts = {}) {
  const {
    clock = anInnerClock(),
    toHost = asItIs,
    toDevice = asItIs,
    latencyMs = 1,
    pressed = [],
    settings,
    keep,
  } = parts;
  const plain = findDriver(driverId);
  const driver = settings ? (plain?.configured?.(settings) ?? plain) : plain;
  const plainTwin = simulatorOf(driverId);
  const simulator = settings ? (plainTwin.configured?.(settings) ?? plainTwin) : plainTwin;
  if (!driver) throw new Error(`no driver '${driverId}'`);

  const began = clock.now();
  const now = () => clock.now() - began;
  const told: (DeviceEvent & { readonly at: number })[] = [];
  const sent: Said[] = [];
  const connections: number[] = [];
  let host: WireListener | undefined;
  let plugged = true;

  const twin = simulator.power(<F>(simulation: Simulation<F>) => {
    const inside = converser<F | Press>({
      language: simulation.language,
      clock,
      tell: () => {},
      async write(bytes) {
        const listener = host;
        for (const chunk of toHost(bytes)) {
          clock.at(clock.now() + latencyMs, () => host === listener && listener?.chunk(chunk));
        }
      },
    });
    const power = new AbortController();
    const lived = inside.converse<void>(simulation.live, power.signal).catch(() => {});
    return {
      hear: inside.hear,
      put: (press: Press) => inside.put(press),
      off(): Promise<void> {
        power.abort();
        return lived;
      },
    };
  });

  const socket: Socket = {
    name: driverId,
    async open(listener) {
      if (!plugged) throw new DeviceError('wire', 'nothing is there');
      host = listener;
      connections.push(now());
      return {
        async write(bytes) {
          if (host !== listener) throw new DeviceError('wire', 'the cable is out');
          sent.push({ at: now(), hex: hexOf(bytes) });
          for (const chunk of toDevice(bytes)) clock.at(clock.now() + latencyMs, () => plugged && twin.hear(chunk));
        },
        async close() {
          if (host === listener) host = undefined;
        },
      };
    },
  };

  function press(words: string): void {
    const button = parsePress(simulator ?? { takes: [], faults: [] }, words);
    if (typeof button === 'string') throw new Error(button);
    twin.put(button);
  }
  for (const words of pressed) press(words);

  const log = { info() {}, warn() {}, error() {} };
  const device = openDevice({ deviceId: driverId, driver, socket, clock, log, ...(keep && { keep }) });
  device.onEvent((event) => told.push({ at: now(), ...event }));

  return {
    clock,
    /** Milliseconds since the test began. */
    now,
    device,
    told,
    /** What the host said. */
    sent,
    /** When it was connected. */
    connections,
    press,
    /** Everything told so far of this kind, without its time. */
    toldOf: (kind: DeviceEvent['event']): DeviceEvent[] =>
      told.filter(({ event }) => event === kind).map(({ at: _, ...event }) => event),
    /** Greeted, and ready to measure. */
    async ready(): Promise<void> {
      while (device.health().status !== 'ok') await clock.pass(10);
    },
    unplug(): void {
      plugged = false;
      const listener = host;
      host = undefined;
      listener?.gone('unplugged');
    },
    plug(): void {
      plugged = true;
    },
    async close(): Promise<void> {
      await clock.until(device.close());
      await twin.off();
    },
  };
}
