/** Gives a simulated device power, a cable, and a person's hand. The one place where simulators meet transports. */
import { converser } from './converse.ts';
import { DeviceError } from './domain/device-error.ts';
import type { DriverFacts } from './drivers/driver.ts';
import type { Clock } from './ports.ts';
import { helpOf, type Press, parsePress, type Simulation, type Simulator } from './simulators/simulator.ts';
import { type CableEnd, pipe } from './transports/pipe.ts';
import { ptyCable } from './transports/pty.ts';
import { serialSocket } from './transports/serial.ts';
import { tcpCable, tcpSocket } from './transports/tcp.ts';
import type { SerialSettings, Socket } from './transports/transport.ts';

export interface SimulatedDevice {
  /** Where the station plugs it in. */
  readonly socket: Socket;
  /** Path of its tty, or host and port; empty on a cable inside the process. */
  readonly path: string;
  /** A person's words at the device; answers what was done, or the complaint. */
  press(words: string): Promise<{ readonly ok: boolean; readonly says: string }>;
  close(): Promise<void>;
}

/** A serial driver's line settings, with the defaults that nearly every device has. */
export function lineSettings({ wire }: Pick<DriverFacts, 'wire'>): SerialSettings {
  if (wire.kind !== 'serial') throw new Error('what speaks in HID reports has no line');
  return {
    baudRate: wire.baudRate,
    dataBits: wire.dataBits ?? 8,
    parity: wire.parity ?? 'none',
    stopBits: wire.stopBits ?? 1,
  };
}

/**
 * `port`: over TCP, as HID reports where there are no line settings. `tty`: over a real pty, `link` naming it for ever.
 * Else, and without line settings, over a cable inside this process.
 */
export async function simulate(
  simulator: Simulator,
  settings: SerialSettings | undefined,
  {
    clock,
    tty,
    link,
    port,
  }: { readonly clock: Clock; readonly tty: boolean; readonly link?: string; readonly port?: number },
): Promise<SimulatedDevice> {
  let plugged: CableEnd | undefined; // what it says before there is a cable is lost, as it would be
  const device = powerUp(simulator, clock, (bytes) => plugged?.say(bytes));
  const { cable, socket, path } = await plugIn();
  plugged = cable;

  async function plugIn() {
    if (tty && settings) {
      const pty = await ptyCable(settings, device.hear, link);
      // The path changes with a replug where no link names it.
      const open: Socket['open'] = (listener) => serialSocket(pty.path(), settings).open(listener);
      return { cable: pty, socket: { name: link ?? simulator.driver, open }, path: pty.path };
    }
    if (port !== undefined) {
      const carries = settings ? 'bytes' : 'reports';
      const line = await tcpCable(port, carries, device.hear);
      const there = tcpSocket('127.0.0.1', line.port, carries);
      return { cable: line, socket: there, path: () => there.name };
    }
    const inside = pipe(simulator.driver, device.hear);
    return { cable: inside, socket: inside.socket, path: () => '' };
  }

  return {
    socket,
    get path() {
      return path();
    },
    async press(words) {
      const [verb] = words.trim().split(/\s+/);
      if (verb === 'help') return { ok: true, says: helpOf(simulator) };
      if (verb === 'plug' || verb === 'unplug') {
        await cable[verb]();
        return { ok: true, says: verb === 'plug' ? `plugged ${path()}`.trimEnd() : 'unplugged' };
      }
      const press = parsePress(simulator, words);
      if (typeof press === 'string') return { ok: false, says: press };
      device.put(press);
      return { ok: true, says: 'done' };
    },
    async close() {
      await device.off();
      await cable.close();
    },
  };
}

/** The simulated device's inside: it lives on, whatever becomes of its cable. */
function powerUp(simulator: Simulator, clock: Clock, say: (bytes: Uint8Array) => void) {
  const power = new AbortController();
  return simulator.power(<F>(simulation: Simulation<F>) => {
    const inside = converser<F | Press>({
      language: simulation.language,
      clock,
      write: async (bytes) => say(bytes),
      tell: () => {}, // what a device hears wrong it does not tell
    });
    const lived = inside.converse<void>(simulation.live, power.signal).catch((error: unknown) => {
      if (!(error instanceof DeviceError && error.code === 'aborted')) throw error;
    });
    return {
      hear: (bytes: Uint8Array) => inside.hear(bytes),
      put: (press: Press) => inside.put(press),
      off(): Promise<void> {
        power.abort();
        return lived;
      },
    };
  });
}
