import { type Device, openDevice } from './device.ts';
import { type DeviceEvent, isUnasked, type Reading } from './domain/event.ts';
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
  /**
   * Devices that tell this kind of reading live before this panel: has the station any at all, and which works first in
   * the file's order? A meter that is read out is none: what lies in its memory may be anybody's.
   */
  providing(kind: Reading['kind'], panel: string): { readonly declared: boolean; readonly working: Device | undefined };
  /**
   * One drop of blood has one owner: who awaits a reading that comes by itself has the device alone, and for other panels
   * it does not work, until it is let go. False when there is none to be had.
   */
  claim(kind: Reading['kind'], panel: string): boolean;
  letGo(panel: string): void;
  onEvent(listener: (deviceId: string, event: DeviceEvent) => void): Cancel;
  onHealth(listener: (deviceId: string) => void): Cancel;
  close(): Promise<void>;
}

/** A meter answers within half a minute of the drop: before that nobody else is given it. */
const ANSWERS_WITHIN_MS = 30_000;
const NEVER = Number.POSITIVE_INFINITY;

/** All devices of a station, each living by itself: one that fails takes none with it. */
export function openHub(
  places: readonly DevicePlace[],
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Hub {
  const devices = places.map((place) => ({ panel: place.panel, device: openDevice({ ...place, clock, log }) }));
  const all = devices.map(({ device }) => device);
  /** Device → the panel that has it alone, and until when. */
  const claims = new Map<string, { readonly panel: string; until: number; answered: boolean }>();
  const isOthers = (deviceId: string, panel: string): boolean => {
    const claim = claims.get(deviceId);
    return claim !== undefined && claim.panel !== panel && claim.until > clock.now();
  };
  for (const { device } of devices) {
    device.onEvent((event) => {
      const claim = claims.get(device.deviceId);
      if (claim && event.event === 'reading' && !isUnasked(event)) claim.answered = true;
    });
  }
  const each = (subscribe: (device: Device) => Cancel): Cancel => {
    const cancels = all.map(subscribe);
    return () => {
      for (const cancel of cancels) cancel();
    };
  };
  const hub: Hub = {
    devices: all,
    providing(kind, panel) {
      const fit = devices.filter(
        ({ device: { driver }, panel: bound }) =>
          driver.provides.includes(kind) && !driver.remembers && (bound === undefined || bound === panel),
      );
      const works = fit.find(
        ({ device }) => ['ok', 'warning'].includes(device.status()) && !isOthers(device.deviceId, panel),
      );
      return { declared: fit.length > 0, working: works?.device };
    },
    claim(kind, panel) {
      const { working } = hub.providing(kind, panel);
      if (!working) return false;
      const mine = claims.get(working.deviceId);
      if (mine?.panel !== panel || mine.until !== NEVER)
        claims.set(working.deviceId, { panel, until: NEVER, answered: false });
      return true;
    },
    letGo(panel) {
      for (const claim of claims.values())
        if (claim.panel === panel && claim.until === NEVER)
          claim.until = claim.answered ? clock.now() : clock.now() + ANSWERS_WITHIN_MS;
    },
    onEvent: (listener) => each((device) => device.onEvent((event) => listener(device.deviceId, event))),
    onHealth: (listener) => each((device) => device.onHealth(() => listener(device.deviceId))),
    async close() {
      await Promise.all(all.map((device) => device.close()));
    },
  };
  return hub;
}
