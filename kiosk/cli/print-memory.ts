import {
  type Cancel,
  type Clock,
  type Device,
  DeviceError,
  type DeviceEvent,
  type Log,
  newRecords,
} from '../../edge-agent/devices.ts';

/** What fails so often in a row fails always. */
const TRIES = 3;
/** A device that is lost is back within seconds, or somebody has to see to it. */
const BACK_WITHIN_MS = 10_000;

export interface MemoryPrinter {
  /** Once it has been read, and what it held is printed. */
  readonly printed: Promise<void>;
  /** Why it cannot be read, after three failures or one that the device has not come back from. */
  readonly given: Promise<string>;
}

interface PrinterParts {
  readonly print: (event: DeviceEvent) => void;
  readonly clock: Pick<Clock, 'now' | 'at'>;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Prints what the memory holds whenever it can be read or holds something new, each record once. */
export function printMemory(
  device: Pick<Device, 'onMemory' | 'readOut'>,
  { print, clock, log, signal }: PrinterParts,
): MemoryPrinter {
  const fresh = newRecords();
  const printed = Promise.withResolvers<void>();
  const given = Promise.withResolvers<string>();
  let failures = 0;
  let cancel: Cancel = () => {};

  function failed(error: unknown): void {
    if (signal.aborted) return;
    const why = error instanceof DeviceError ? error.message : 'a bug';
    log.info('memory not read', { why });
    failures++;
    if (failures === TRIES) given.resolve(why);
    else cancel = clock.at(clock.now() + BACK_WITHIN_MS, () => given.resolve(why));
  }
  device.onMemory(() => {
    cancel();
    device.readOut(signal).then((memory) => {
      failures = 0;
      for (const { event } of fresh(memory)) print(event);
      const { unit, clock: its, records } = memory;
      log.info('memory read', { ...unit, ...(its && { deviceClock: its.deviceClock }), records: records.length });
      printed.resolve();
    }, failed);
  });
  signal.addEventListener('abort', () => cancel());
  return { printed: printed.promise, given: given.promise };
}
