/** Every monitor that a host may start, with its simulated twin, greeted: what it says to stop and to start is known. */
import { catalogue, uncertain } from '../edge-agent/catalogue.ts';
import type { DeviceEvent } from '../edge-agent/domain/event.ts';
import { aDevice, type DeviceParts } from './a-monitor.ts';

/** Ids of all their drivers. */
export const cuffs: readonly string[] = [...catalogue, ...uncertain]
  .filter(({ driver }) => driver.canMeasure)
  .map(({ driver }) => driver.id);

/** Below it an arm can be taken out. */
export const LOOSE_MMHG = 10;
export const mmHgOf = (events: readonly DeviceEvent[]): number[] =>
  events.flatMap((event) => (event.event === 'pressure' ? [event.mmHg] : []));

const starts = new Map<string, Promise<string | undefined>>();

/** What was said last before it inflated, as hexadecimal. */
export function startOf(driverId: string): Promise<string | undefined> {
  const known = starts.get(driverId) ?? findStart(driverId);
  starts.set(driverId, known);
  return known;
}

async function findStart(driverId: string): Promise<string | undefined> {
  const { clock, device, ready, told, sent, close } = aDevice(driverId);
  await ready();
  await clock.until(device.measure(new AbortController().signal));
  const inflating = told.find((event) => event.event === 'state' && event.state === 'inflating');
  await close();
  return sent.findLast(({ at }) => at < (inflating?.at ?? Number.NaN))?.hex;
}

/** Its stop is whatever was said first. */
export async function aCuff(driverId: string, parts: DeviceParts = {}) {
  const start = await startOf(driverId);
  const monitor = aDevice(driverId, parts);
  await monitor.ready();
  const stop = monitor.sent[0]?.hex;
  const begun = monitor.sent.length;
  return {
    ...monitor,
    /** When the stop was said since it was ready. */
    stops: () => monitor.sent.slice(begun).flatMap(({ at, hex }) => (hex === stop ? [at] : [])),
    /** How often the start was said since then. */
    starts: () => monitor.sent.slice(begun).filter(({ hex }) => hex === start).length,
  };
}
