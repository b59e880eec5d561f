import { type Device, openDevice, type ToMeet } from './device.ts';
import type { DeviceEvent, Reading } from './domain/event.ts';
import type { Cancel, Clock, Log } from './ports.ts';

/** One line of the station file's `devices`, with its driver found and its socket made. `panel`: it serves that one alone. */
export type DevicePlace = ToMeet & { readonly deviceId: string; readonly panel?: string };

export interface Providing {
  readonly declared: boolean;
  readonly working: Device | undefined;
  readonly uncalibrated?: true;
}

export interface Hub {
  readonly devices: readonly Device[];
  /**
   * Devices that give this kind of reading before this panel: has the station any at all, and which works first in the
   * file's order? A meter that is read out is taken off its cable to be used: for the panel that has claimed it, it works
   * on while it is away. `uncalibrated`: one would work, were its calibration not overdue.
   */
  providing(kind: Reading['kind'], panel: string): Providing;
  /**
   * One drop of blood has one owner, and so has a press of a monitor's button: who awaits a reading that comes by itself
   * has the device alone, and for other panels it does not work, until it is let go. False when there is none to be had.
   */
  claim(kind: Reading['kind'], panel: string): boolean;
  /** Until when, on the clock that only rises, another panel had the device that this one has claimed; never: 0. */
  othersHadUntil(deviceId: string): number;
  letGo(panel: string): void;
  onEvent(listener: (deviceId: string, event: DeviceEvent) => void): Cancel;
  onHealth(listener: (deviceId: string) => void): Cancel;
  close(): Promise<void>;
}

/** A meter answers within half a minute of the drop, a monitor three of its button: before that nobody else is given it. */
const ANSWERS_WITHIN_MS = { glucose: 30_000, 'blood-pressure': 180_000 } as const;
const NEVER = Number.POSITIVE_INFINITY;

interface Claim {
  readonly panel: string;
  readonly kind: Reading['kind'];
  until: number;
  answered: boolean;
  readonly othersUntil: number;
}

/** All devices of a station, each living by itself: one that fails takes none with it. */
export function openHub(
  places: readonly DevicePlace[],
  {
    clock,
    log,
    overdue = () => false,
  }: {
    readonly clock: Clock;
    readonly log: Log;
    /** Is its calibration? Then it works for nobody. */
    readonly overdue?: (deviceId: string) => boolean;
  },
): Hub {
  const devices = places.map((place) => ({ panel: place.panel, device: openDevice({ ...place, clock, log }) }));
  const all = devices.map(({ device }) => device);
  /** Device → the panel that has it alone, and until when. */
  const claims = new Map<string, Claim>();
  const isOthers = (deviceId: string, panel: string): boolean => {
    const claim = claims.get(deviceId);
    return claim !== undefined && claim.panel !== panel && claim.until > clock.now();
  };
  const isMine = (deviceId: string, panel: string): boolean => {
    const claim = claims.get(deviceId);
    return claim?.panel === panel && claim.until === NEVER;
  };
  for (const { device } of devices) {
    device.onEvent((event) => {
      const claim = claims.get(device.deviceId);
      if (claim && event.event === 'reading' && event.kind === claim.kind) claim.answered = true;
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
      let declared = false;
      let free = false;
      let away: Device | undefined;
      let works: Device | undefined;
      for (const { device, panel: bound } of devices) {
        if (!device.driver.provides.includes(kind) || (bound !== undefined && bound !== panel)) continue;
        declared = true;
        if (device.driver.remembers && isMine(device.deviceId, panel)) away ??= device;
        const status = device.status();
        if ((status !== 'ok' && status !== 'warning') || isOthers(device.deviceId, panel)) continue;
        free = true;
        if (!overdue(device.deviceId)) works ??= device;
      }
      const working = away ?? works;
      return { declared, working, ...(!working && free && { uncalibrated: true }) };
    },
    claim(kind, panel) {
      const { working } = hub.providing(kind, panel);
      if (!working) return false;
      const former = claims.get(working.deviceId);
      if (former?.panel === panel && former.until === NEVER && former.kind === kind) return true;
      const othersUntil =
        former && former.panel !== panel ? Math.min(former.until, clock.now()) : (former?.othersUntil ?? 0);
      claims.set(working.deviceId, { panel, kind, until: NEVER, answered: false, othersUntil });
      return true;
    },
    othersHadUntil: (deviceId) => claims.get(deviceId)?.othersUntil ?? 0,
    letGo(panel) {
      for (const claim of claims.values())
        if (claim.panel === panel && claim.until === NEVER)
          claim.until = claim.answered ? clock.now() : clock.now() + ANSWERS_WITHIN_MS[claim.kind];
    },
    onEvent: (listener) => each((device) => device.onEvent((event) => listener(device.deviceId, event))),
    onHealth: (listener) => each((device) => device.onHealth(() => listener(device.deviceId))),
    async close() {
      await Promise.all(all.map((device) => device.close()));
    },
  };
  return hub;
}
