/** A cuff has its yearly check: staff are called when it is due, and past a month's grace nothing is measured with it. */
import type { DeviceEntry } from '../firmware-config/index.ts';
import type { Alarm } from './alarms.ts';
import type { Cancel, Clock } from './ports.ts';
import { rfc3339 } from './wire/rfc3339.ts';

/** `due`: its day has come. `overdue`: nothing is measured with it any more. */
export type CalibrationState = 'good' | 'due' | 'overdue';

export interface Calibration {
  /** The day by which it must be checked, `YYYY-MM-DD`. */
  readonly due: string;
  readonly state: CalibrationState;
}

export interface Calibrations {
  /** Absent where the station file names no day. */
  of(deviceId: string): Calibration | undefined;
  /** May nothing be measured with it? */
  overdue(deviceId: string): boolean;
  onChange(listener: (deviceId: string) => void): Cancel;
  cancel: Cancel;
}

export interface CalibrationsParts {
  readonly devices: readonly Pick<DeviceEntry, 'id' | 'calibrationDue'>[];
  readonly timeZone: string;
  readonly clock: Pick<Clock, 'wall' | 'now' | 'at'>;
  /** A clock that may be years off judges nothing: what was last judged by a good one holds; `good`, just after a start. */
  readonly clockTrusted: () => boolean;
  readonly alarm: (alarm: Alarm) => void;
}

const GRACE_DAYS = 30;
const DAY_MS = 86_400_000;
const LOOK_EVERY_MS = 600_000;

/** Both days as `YYYY-MM-DD`. */
export function calibrationState(due: string, today: string): CalibrationState {
  const daysPast = (Date.parse(today) - Date.parse(due)) / DAY_MS;
  if (daysPast < 0) return 'good';
  return daysPast > GRACE_DAYS ? 'overdue' : 'due';
}

export function watchCalibrations({ devices, timeZone, clock, clockTrusted, alarm }: CalibrationsParts): Calibrations {
  const watched = new Map<string, Calibration>();
  for (const { id, calibrationDue: due } of devices) if (due !== undefined) watched.set(id, { due, state: 'good' });
  const listeners = new Set<(deviceId: string) => void>();
  let cancel: Cancel = () => {};

  const look = (): void => {
    if (!clockTrusted()) return;
    const today = rfc3339(clock.wall(), timeZone).slice(0, 'YYYY-MM-DD'.length);
    for (const [deviceId, { due, state: before }] of watched) {
      const state = calibrationState(due, today);
      if (state === before) continue;
      watched.set(deviceId, { due, state });
      alarm({ deviceId, code: 'calibration-due', raised: state === 'due' });
      alarm({ deviceId, code: 'calibration-overdue', raised: state === 'overdue' });
      for (const listener of listeners) listener(deviceId);
    }
  };
  const goOn = (): void => {
    look();
    cancel = clock.at(clock.now() + LOOK_EVERY_MS, goOn);
  };
  if (watched.size > 0) goOn();
  return {
    of: (deviceId) => watched.get(deviceId),
    overdue: (deviceId) => watched.get(deviceId)?.state === 'overdue',
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    cancel: () => cancel(),
  };
}
