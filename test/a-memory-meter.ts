import { expect } from 'vitest';
import { aDevice } from './a-monitor.ts';

export const NEVER_STOPPED = new AbortController().signal;

/** `aMeter(...buttons)`: a simulated meter of that driver, connected, with those buttons pressed before; its memory is asked for by `readOut`. */
export const memoryMeterOf =
  (driverId: string) =>
  async (...pressed: readonly string[]) => {
    const meter = aDevice(driverId, { pressed });
    let news = 0;
    meter.device.onMemory(() => news++);
    await meter.ready();
    return {
      ...meter,
      /** How often it has said that its memory is another. */
      news: () => news,
      readOut: () => meter.clock.until(meter.device.readOut(NEVER_STOPPED)),
    };
  };

/** Stops read-outs on their way, each so many milliseconds after its beginning. */
export async function stoppedAfter(
  { device, clock }: Pick<ReturnType<typeof aDevice>, 'device' | 'clock'>,
  momentsMs: readonly number[],
): Promise<void> {
  for (const afterMs of momentsMs) {
    const stop = new AbortController();
    const reading = device.readOut(stop.signal);
    await clock.pass(afterMs);
    stop.abort();
    await expect(clock.until(reading)).rejects.toMatchObject({ code: 'aborted' });
  }
}

/** What its records say, in their order. */
export const eventsOf = ({ records }: { readonly records: readonly { readonly event: object }[] }): object[] =>
  records.map(({ event }) => event);
