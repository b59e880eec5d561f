/** The memory of the meter before one panel: read when the visit has use for it, and at no other time. */
import {
  type Cancel,
  type Clock,
  type Device,
  DeviceError,
  type Log,
  type MemoryRead,
} from '../../edge-agent/index.ts';

/** `pass`: what lies there now is not what will be measured. `find`: whatever comes; `find now`: what is there, too. */
export type Purpose = 'pass' | 'find' | 'find now';

export interface ReadOuts {
  /** What the visit has use for now, and of which meter; the same again changes nothing. */
  want(purpose: Purpose | undefined, device: Device | undefined): void;
  close(): void;
}

interface ReadOutsParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly panel: string;
  /** `fresh`: it was put on its cable, or said that it holds something new, after this was wanted. */
  readonly read: (purpose: Purpose, memory: MemoryRead, deviceId: string, fresh: boolean) => void;
  readonly begun: (purpose: Purpose) => void;
  readonly failed: (purpose: Purpose) => void;
}

/** Another panel's reading is soon over. */
const BUSY_MS = 500;

export function openReadOuts({ clock, log, panel, read, begun, failed }: ReadOutsParts): ReadOuts {
  let wanted: { readonly purpose: Purpose; readonly device: Device } | undefined;
  let running: { readonly stop: AbortController; readonly purpose: Purpose } | undefined;
  /** Once more behind the one that runs. */
  let next: { readonly fresh: boolean } | undefined;
  let cancelNews: Cancel = () => {};
  let cancelBusy: Cancel = () => {};

  function start(fresh: boolean): void {
    cancelBusy();
    if (!wanted) return;
    if (running) {
      next = { fresh: fresh || (next?.fresh ?? false) };
      return;
    }
    const { purpose, device } = wanted;
    const stop = new AbortController();
    running = { stop, purpose };
    begun(purpose);
    const over = (): boolean => {
      running = undefined;
      return !stop.signal.aborted;
    };
    device.readOut(stop.signal).then(
      (memory) => {
        if (over()) read(purpose, memory, device.deviceId, fresh);
        goOn();
      },
      (error: unknown) => {
        if (!(error instanceof DeviceError)) log.error('memory not read', { panel });
        if (over()) failed(purpose);
        const isBusy = error instanceof DeviceError && error.code === 'unavailable' && device.status() !== 'down';
        if (isBusy && wanted && !next) cancelBusy = clock.at(clock.now() + BUSY_MS, () => start(fresh));
        else goOn();
      },
    );
  }

  function goOn(): void {
    const then = next;
    next = undefined;
    if (then) start(then.fresh);
  }

  return {
    want(purpose, device) {
      if (wanted?.purpose === purpose && wanted?.device === device) return;
      const former = wanted;
      wanted = purpose && device && { purpose, device };
      cancelNews();
      cancelBusy();
      next = undefined;
      // What lay there when the test began is known only once it is read to its end; what is found may come late.
      const fits = running?.purpose === 'pass' || purpose !== 'pass';
      const goesOn = fits && wanted !== undefined && former?.device === device;
      if (!goesOn) running?.stop.abort();
      if (!wanted) return;
      cancelNews = wanted.device.onMemory(() => start(true));
      if (purpose !== 'find') start(false);
    },
    close() {
      wanted = undefined;
      cancelNews();
      cancelBusy();
      running?.stop.abort();
    },
  };
}
