/** Every simulator of the catalogue, loaded before the first test: what plays with many of them need not wait for each. */
import { catalogue, uncertain } from '../edge-agent/catalogue.ts';
import type { Simulator } from '../edge-agent/simulators/simulator.ts';

const loaded = await Promise.all(
  [...catalogue, ...uncertain].map(async ({ driver, simulator }) => [driver.id, await simulator()] as const),
);
const simulators: ReadonlyMap<string, Simulator> = new Map(loaded);

/** Throws where the catalogue has none. */
export function simulatorOf(driverId: string): Simulator {
  const simulator = simulators.get(driverId);
  if (!simulator) throw new Error(`no driver '${driverId}'`);
  return simulator;
}
