import {
  type Cancel,
  type Clock,
  type Device,
  DeviceError,
  type DeviceErrorCode,
  type Log,
} from '../../edge-agent/index.ts';
import { UNWATCHED_MS } from './limits.ts';

/** The cuff before one panel: one measurement after the other, each of which can always be stopped. */
export interface Measurement {
  /** `mayStart` is asked once the former one's stop has been confirmed: the person may have gone on meanwhile. */
  start(find: () => Device | undefined, mayStart: () => boolean): Promise<void>;
  stop(): void;
  /** Whose events belong to this panel's cuff: until the next measurement, so that its release is seen. */
  device(): Device | undefined;
  /** How many screens show the STOP key. */
  watchedBy(screens: number): void;
  close(): Promise<void>;
}

interface MeasurementParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly panel: string;
  /** It is over, by itself or by this error. */
  readonly ended: (error: DeviceErrorCode | undefined) => void;
  /** No screen shows the STOP key any more, and something may be tightening. */
  readonly unwatched: () => void;
}

export function openMeasurement({ clock, log, panel, ended, unwatched }: MeasurementParts): Measurement {
  let running: { readonly stop: AbortController; readonly over: Promise<void> } | undefined;
  let cuff: Device | undefined;
  let count = 0;
  let screens = 0;
  let cancelUnwatched: Cancel = () => {};

  function over(measurement: number, error: unknown): void {
    running = undefined;
    if (measurement !== count) return; // the person has gone on to another, which waits for this end
    if (error !== undefined && !(error instanceof DeviceError)) log.error('measurement failed', { panel });
    ended(error === undefined ? undefined : error instanceof DeviceError ? error.code : 'wire');
  }

  /** Nobody sees the STOP key: nothing may tighten on. */
  function watch(): void {
    cancelUnwatched();
    if (screens > 0 || !running) return;
    cancelUnwatched = clock.at(clock.now() + UNWATCHED_MS, () => {
      log.warn('measurement stopped: no screen shows it', { panel });
      unwatched();
    });
  }

  return {
    async start(find, mayStart) {
      const mine = ++count;
      await running?.over; // the former one's stop may still be awaiting its answer
      if (!mayStart()) return;
      cuff = find();
      if (!cuff) return ended('unavailable');
      const stop = new AbortController();
      running = {
        stop,
        over: cuff.measure(stop.signal).then(
          () => over(mine, undefined),
          (error: unknown) => over(mine, error),
        ),
      };
      watch();
    },
    stop: () => running?.stop.abort(),
    device: () => cuff,
    watchedBy(count) {
      screens = count;
      watch();
    },
    async close() {
      cancelUnwatched();
      running?.stop.abort();
      await running?.over;
    },
  };
}
