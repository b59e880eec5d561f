/** A port, or a HID device's place, into which simulated meters are plugged: each hears and answers at its own line alone. */
import { findDriver } from '../edge-agent/catalogue.ts';
import { DeviceError } from '../edge-agent/domain/device-error.ts';
import type { Driver } from '../edge-agent/drivers/driver.ts';
import type { Way } from '../edge-agent/identify.ts';
import { lineSettings, type SimulatedDevice, simulate } from '../edge-agent/simulate.ts';
import type { SerialSettings, Socket, WireListener } from '../edge-agent/transports/transport.ts';
import { hidWays, serialWays } from '../edge-agent/ways.ts';
import { hexOf } from './a-talk.ts';
import type { FakeClock } from './fake-clock.ts';
import { simulatorOf } from './simulators.ts';

export interface Left {
  readonly at: number;
  readonly hex: string;
}

export function aPort(clock: FakeClock, name = '/dev/yike/own-meter') {
  let meter: { readonly driver: Driver; readonly device: SimulatedDevice } | undefined;
  let host: WireListener | undefined;
  const left: Left[] = [];
  const opened: string[] = [];

  /** Opened at this line; what is not the meter's own line carries nothing. */
  const socketAt = (line: string): Socket => ({
    name,
    async open(listener) {
      opened.push(line);
      if (host) throw new DeviceError('wire', `${name} is in use`);
      host = listener;
      const there = meter && lineOf(meter.driver) === line ? meter.device : undefined;
      const wire = await there?.socket.open(listener);
      return {
        async write(bytes) {
          if (host !== listener) throw new DeviceError('wire', 'the cable is out');
          left.push({ at: clock.now(), hex: hexOf(bytes) });
          await wire?.write(bytes);
        },
        async close() {
          if (host === listener) host = undefined;
          await wire?.close();
        },
      };
    },
  });

  return {
    name,
    /** Every byte that really left, in order. */
    left,
    /** At which lines it was opened, in order. */
    opened,
    /** The ways of these drivers: over this port, or with the HID ids of that one of them. */
    ways(drivers: readonly Driver[], like?: Driver, line: Partial<SerialSettings> = {}): readonly Way[] {
      const [usb] = like?.wire.kind === 'hid' ? like.wire.usb : [];
      if (usb) return hidWays(drivers, { ids: usb, socketFor: ({ reportBytes }) => socketAt(`${reportBytes}`) });
      return serialWays(drivers, { socketAt: (settings) => socketAt(JSON.stringify(settings)), line });
    },
    async plug(driverId: string, simulator = simulatorOf(driverId)): Promise<SimulatedDevice> {
      const driver = findDriver(driverId);
      if (!driver) throw new Error(`no driver '${driverId}'`);
      const device = await simulate(simulator, undefined, { clock, tty: false });
      meter = { driver, device };
      return device;
    },
    async unplug(): Promise<void> {
      const { device } = meter ?? {};
      meter = undefined;
      const listener = host;
      host = undefined;
      listener?.gone('unplugged');
      await device?.close();
    },
    /** Says this to the host, whoever is plugged in. */
    say: (bytes: Uint8Array): void => host?.chunk(bytes),
  };
}

export type Port = ReturnType<typeof aPort>;

const lineOf = (driver: Driver): string =>
  driver.wire.kind === 'hid' ? `${driver.wire.reportBytes}` : JSON.stringify(lineSettings(driver));
