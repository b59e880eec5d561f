/** Keeps an eye on the wall clock for as long as the station runs: marks, alarm, and the one fact when it was put right. */
import type { Alarm } from './alarms.ts';
import { STATION } from './alarms.ts';
import type { ClockLook } from './clock-trust.ts';
import type { Cancel, Clock, Log } from './ports.ts';

/** Each reading has its own look beside this. */
const LOOK_EVERY_MS = 30_000;
/** A start without a battery is put right by NTP within minutes; what lasts longer needs somebody. */
const ALARM_AFTER_MS = 600_000;

export interface ClockWatch {
  /** Looks now. */
  trusted(): boolean;
  onChange(listener: () => void): Cancel;
  /** Told once it is trusted again: what to add to the times that were marked. */
  onCorrected(listener: (correction: { readonly offsetMs: number }) => void): Cancel;
  cancel: Cancel;
}

export interface ClockWatchParts {
  readonly look: () => ClockLook;
  readonly clock: Pick<Clock, 'now' | 'at'>;
  readonly alarm: (alarm: Alarm) => void;
  readonly log: Log;
}

export function watchClock({ look, clock, alarm, log }: ClockWatchParts): ClockWatch {
  const changed = new Set<() => void>();
  const corrected = new Set<(correction: { readonly offsetMs: number }) => void>();
  let trusted = true;
  let untrustedSince = 0;
  let cancelLook: Cancel = () => {};

  const become = (next: boolean): void => {
    if (next === trusted) return;
    trusted = next;
    if (trusted) alarm({ deviceId: STATION, code: 'clock-wrong', raised: false });
    else {
      untrustedSince = clock.now();
      log.warn('clock not trusted');
    }
    for (const listener of changed) listener();
  };
  const lookNow = (): boolean => {
    const found = look();
    become(found.trusted);
    if (found.correctedByMs !== undefined) {
      log.info('clock trusted again', { offsetSeconds: found.correctedByMs / 1000 });
      for (const listener of corrected) listener({ offsetMs: found.correctedByMs });
    }
    return trusted;
  };
  const goOn = (): void => {
    if (!lookNow() && clock.now() - untrustedSince >= ALARM_AFTER_MS)
      alarm({ deviceId: STATION, code: 'clock-wrong', raised: true });
    cancelLook = clock.at(clock.now() + LOOK_EVERY_MS, goOn);
  };
  goOn();
  return {
    trusted: lookNow,
    onChange: (listener) => subscribe(changed, listener),
    onCorrected: (listener) => subscribe(corrected, listener),
    cancel: () => cancelLook(),
  };
}

const subscribe = <T>(listeners: Set<T>, listener: T): Cancel => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
