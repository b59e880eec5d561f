import { type Device, openDevice } from './device.ts';
import type { DeviceEvent, Reading } from './domain/event.ts';
import type { Driver } from './drivers/driver.ts';
import type { Cancel, Clock, Log } from './ports.ts';
import type { Socket } from './transports/transport.ts';

/** One line of the station file's `devices`, with its driver found and its socket made. */
export interface DevicePlace {
  readonly deviceId: string;
  readonly driver: Driver;
  readonly socket: Socket;
  /** Binds the device to one screen; absent: it serves all. */
  readonly panel?: string;
}

export interface Hub {
  readonly devices: readonly Device[];
  /** Devices for this kind of reading before this panel: has the station any at all, and which works first in the file's order? */
  providing(kind: Reading['kind'], panel: string): { readonly declared: boolean; readonly working: Device | undefined };
  onEvent(listener: (deviceId: string, event: DeviceEvent) => void): Cancel;
  onHealth(listener: (deviceId: string) => void): Cancel;
  close(): Promise<void>;
}

/** All devices of a station, each living by itself: one that fails takes none with it. */
export function openHub(
  places: readonly DevicePlace[],
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Hub {
  const devices = places.map((place) => ({ panel: place.panel, device: openDevice({ ...place, clock, log }) }));
  const all = devices.map(({ device }) => device);
  const each = (subscribe: (device: Device) => Cancel): Cancel => {
    const cancels = all.map(subscribe);
    return () => {
      for (const cancel of cancels) cancel();
    };
  };
  return {
    devices: all,
    providing(kind, panel) {
      const fit = devices.filter(
        ({ device, panel: bound }) => device.driver.provides.includes(kind) && (bound === undefined || bound === panel),
      );
      const works = fit.find(({ device }) => ['ok', 'warning'].includes(device.health().status));
      return { declared: fit.length > 0, working: works?.device };
    },
    onEvent: (listener) => each((device) => device.onEvent((event) => listener(device.deviceId, event))),
    onHealth: (listener) => each((device) => device.onHealth(() => listener(device.deviceId))),
    async close() {
      await Promise.all(all.map((device) => device.close()));
    },
  };
}
