/** Every device we can talk with, and its simulated twin. A new one is a line here. */
import { beurerBm58, beurerBm58Serial } from './drivers/beurer-bm58.ts';
import { bptruBpm200 } from './drivers/bptru-bpm200.ts';
import { caresensN } from './drivers/caresens-n.ts';
import { contourNext } from './drivers/contour-next.ts';
import { creativePc } from './drivers/creative-pc.ts';
import type { Driver } from './drivers/driver.ts';
import { lepuNibp } from './drivers/lepu-nibp.ts';
import { maiboboRbp } from './drivers/maibobo-rbp.ts';
import { microlifeUsb } from './drivers/microlife-usb.ts';
import { omronHemUsb } from './drivers/omron-hem-usb.ts';
import { parNibp2020 } from './drivers/par-nibp2020.ts';
import { suntechOem } from './drivers/suntech-oem.ts';
import { beurerSerialSimulator, beurerSimulator } from './simulators/beurer-bm58.ts';
import { bptruSimulator } from './simulators/bptru.ts';
import { caresensSimulator } from './simulators/caresens-n.ts';
import { contourSimulator } from './simulators/contour-next.ts';
import { creativeSimulator } from './simulators/creative.ts';
import { lepuSimulator } from './simulators/lepu.ts';
import { maiboboSimulator } from './simulators/maibobo.ts';
import { microlifeSimulator } from './simulators/microlife.ts';
import { omronHemSimulator } from './simulators/omron-hem.ts';
import { parSimulator } from './simulators/par.ts';
import type { Simulator } from './simulators/simulator.ts';
import { suntechSimulator } from './simulators/suntech.ts';

export interface Entry {
  readonly driver: Driver;
  readonly simulator: Simulator;
}

export const catalogue: readonly Entry[] = [
  { driver: maiboboRbp, simulator: maiboboSimulator() },
  { driver: creativePc, simulator: creativeSimulator() },
  { driver: caresensN, simulator: caresensSimulator() },
  { driver: suntechOem, simulator: suntechSimulator() },
  { driver: parNibp2020, simulator: parSimulator() },
  { driver: bptruBpm200, simulator: bptruSimulator() },
  { driver: contourNext, simulator: contourSimulator() },
  { driver: omronHemUsb, simulator: omronHemSimulator() },
  { driver: microlifeUsb, simulator: microlifeSimulator() },
  { driver: beurerBm58, simulator: beurerSimulator() },
  { driver: beurerBm58Serial, simulator: beurerSerialSimulator() },
];

/** Those whose protocol is only partly documented: no station has them; `yike read` and `yike simulate` know them. */
export const uncertain: readonly Entry[] = [{ driver: lepuNibp, simulator: lepuSimulator() }];

const entry = (driverId: string): Entry | undefined =>
  [...catalogue, ...uncertain].find(({ driver }) => driver.id === driverId);

export const findDriver = (id: string): Driver | undefined => entry(id)?.driver;

export const findSimulator = (driverId: string): Simulator | undefined => entry(driverId)?.simulator;
