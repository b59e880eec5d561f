/** Every device we can talk with, and its simulated twin. A new one is a line here. */
import { caresensN } from './drivers/caresens-n.ts';
import { contourNext } from './drivers/contour-next.ts';
import { creativePc } from './drivers/creative-pc.ts';
import type { Driver } from './drivers/driver.ts';
import { maiboboRbp } from './drivers/maibobo-rbp.ts';
import { caresensSimulator } from './simulators/caresens-n.ts';
import { contourSimulator } from './simulators/contour-next.ts';
import { creativeSimulator } from './simulators/creative.ts';
import { maiboboSimulator } from './simulators/maibobo.ts';
import type { Simulator } from './simulators/simulator.ts';

export interface Entry {
  readonly driver: Driver;
  readonly simulator: Simulator;
}

export const catalogue: readonly Entry[] = [
  { driver: maiboboRbp, simulator: maiboboSimulator() },
  { driver: creativePc, simulator: creativeSimulator() },
  { driver: caresensN, simulator: caresensSimulator() },
  { driver: contourNext, simulator: contourSimulator() },
];

const entry = (driverId: string): Entry | undefined => catalogue.find(({ driver }) => driver.id === driverId);

export const findDriver = (id: string): Driver | undefined => entry(id)?.driver;

export const findSimulator = (driverId: string): Simulator | undefined => entry(driverId)?.simulator;
