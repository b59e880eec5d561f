/** The line behind an emulated USB to serial adapter: what a test says on it, or the simulated twin of a meter. */
import type { Socket } from 'node:net';
import { findSimulator } from '../../edge-agent/catalogue.ts';
import { systemClock } from '../../edge-agent/clock.ts';
import { type SimulatedDevice, simulate } from '../../edge-agent/simulate.ts';

export interface Adapter {
  say(hex: string): void;
  /** All since it was asked last. */
  heard(): string;
  attach(driver: string | undefined): Promise<void>;
}

/** Reads without end: a socket that nobody reads makes the whole machine stand still. */
export function anAdapter(socket: Socket): Adapter {
  let heard: Buffer[] = [];
  let twin: { readonly device: SimulatedDevice; readonly hears: (bytes: Uint8Array) => unknown } | undefined;
  socket.on('data', (bytes: Buffer) => {
    heard.push(bytes);
    twin?.hears(bytes);
  });
  return {
    say: (hex) => void socket.write(Buffer.from(hex, 'hex')),
    heard() {
      const hex = Buffer.concat(heard).toString('hex');
      heard = [];
      return hex;
    },
    async attach(driver) {
      await twin?.device.close();
      twin = undefined;
      const simulator = driver === undefined ? undefined : await findSimulator(driver);
      if (!simulator) return;
      const device = await simulate(simulator, undefined, { clock: systemClock, tty: false });
      const line = await device.socket.open({ chunk: (bytes) => void socket.write(bytes), gone() {} });
      twin = { device, hears: line.write };
    },
  };
}
