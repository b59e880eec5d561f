/** Every device we can talk with, and its simulated twin. A new one is a line here. */
import { ampallBp868f } from './drivers/ampall-bp868f.ts';
import { andTm2657p } from './drivers/and-tm2657p.ts';
import { beurerBm58, beurerBm58Serial } from './drivers/beurer-bm58.ts';
import { bioland } from './drivers/bioland.ts';
import { bptruBpm200 } from './drivers/bptru-bpm200.ts';
import { caresensN } from './drivers/caresens-n.ts';
import { contec08a } from './drivers/contec08a.ts';
import { contourNext } from './drivers/contour-next.ts';
import { creativePc } from './drivers/creative-pc.ts';
import type { Driver } from './drivers/driver.ts';
import { freestyleText } from './drivers/freestyle-text.ts';
import { lepuNibp } from './drivers/lepu-nibp.ts';
import { maiboboRbp } from './drivers/maibobo-rbp.ts';
import { microlifeUsb } from './drivers/microlife-usb.ts';
import { omronHbp } from './drivers/omron-hbp.ts';
import { omronHemUsb } from './drivers/omron-hem-usb.ts';
import { onetouchUltra2 } from './drivers/onetouch-ultra2.ts';
import { onetouchUltramini } from './drivers/onetouch-ultramini.ts';
import { parNibp2020 } from './drivers/par-nibp2020.ts';
import { paramaFt201 } from './drivers/parama-ft201.ts';
import { sdCodefree } from './drivers/sd-codefree.ts';
import { sinocareSn } from './drivers/sinocare-sn.ts';
import { suntechOem } from './drivers/suntech-oem.ts';
import { taidoc } from './drivers/taidoc.ts';
import { terumoBp500 } from './drivers/terumo-bp500.ts';
import { trueMetrix } from './drivers/truemetrix.ts';
import { ampallSimulator } from './simulators/ampall.ts';
import { beurerSerialSimulator, beurerSimulator } from './simulators/beurer-bm58.ts';
import { biolandSimulator } from './simulators/bioland.ts';
import { bptruSimulator } from './simulators/bptru.ts';
import { caresensSimulator } from './simulators/caresens-n.ts';
import { codefreeSimulator } from './simulators/codefree.ts';
import { contecSimulator } from './simulators/contec08a.ts';
import { contourSimulator } from './simulators/contour-next.ts';
import { creativeSimulator } from './simulators/creative.ts';
import { freestyleSimulator } from './simulators/freestyle-text.ts';
import { lepuSimulator } from './simulators/lepu.ts';
import { maiboboSimulator } from './simulators/maibobo.ts';
import { microlifeSimulator } from './simulators/microlife.ts';
import { omronHbpSimulator } from './simulators/omron-hbp.ts';
import { omronHemSimulator } from './simulators/omron-hem.ts';
import { ultra2Simulator } from './simulators/onetouch-ultra2.ts';
import { ultraminiSimulator } from './simulators/onetouch-ultramini.ts';
import { parSimulator } from './simulators/par.ts';
import { paramaSimulator } from './simulators/parama.ts';
import type { Simulator } from './simulators/simulator.ts';
import { sinocareSimulator } from './simulators/sinocare.ts';
import { suntechSimulator } from './simulators/suntech.ts';
import { taidocSimulator } from './simulators/taidoc.ts';
import { terumoSimulator } from './simulators/terumo.ts';
import { tm2657pSimulator } from './simulators/tm2657p.ts';
import { trueMetrixSimulator } from './simulators/truemetrix.ts';

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
  { driver: omronHbp, simulator: omronHbpSimulator() },
  { driver: ampallBp868f, simulator: ampallSimulator() },
  { driver: paramaFt201, simulator: paramaSimulator() },
  { driver: onetouchUltra2, simulator: ultra2Simulator() },
  { driver: onetouchUltramini, simulator: ultraminiSimulator() },
  { driver: trueMetrix, simulator: trueMetrixSimulator() },
  { driver: omronHemUsb, simulator: omronHemSimulator() },
  { driver: taidoc, simulator: taidocSimulator() },
  { driver: contec08a, simulator: contecSimulator() },
  { driver: freestyleText, simulator: freestyleSimulator() },
  { driver: terumoBp500, simulator: terumoSimulator() },
  { driver: microlifeUsb, simulator: microlifeSimulator() },
  { driver: beurerBm58, simulator: beurerSimulator() },
  { driver: beurerBm58Serial, simulator: beurerSerialSimulator() },
];

/** Those whose protocol is only partly documented: a station has one only where its file says `experimental: true`. */
export const uncertain: readonly Entry[] = [
  { driver: lepuNibp, simulator: lepuSimulator() },
  { driver: andTm2657p, simulator: tm2657pSimulator() },
  { driver: sdCodefree, simulator: codefreeSimulator() },
  { driver: bioland, simulator: biolandSimulator() },
  { driver: sinocareSn, simulator: sinocareSimulator() },
];

/** What a station file may name, and which of it only as an experiment. */
export const knownDrivers: readonly (Pick<Driver, 'id' | 'wire'> & { readonly experimental: boolean })[] = [
  ...catalogue.map(({ driver: { id, wire } }) => ({ id, wire, experimental: false })),
  ...uncertain.map(({ driver: { id, wire } }) => ({ id, wire, experimental: true })),
];

const entry = (driverId: string): Entry | undefined =>
  [...catalogue, ...uncertain].find(({ driver }) => driver.id === driverId);

export const findDriver = (id: string): Driver | undefined => entry(id)?.driver;

export const findSimulator = (driverId: string): Simulator | undefined => entry(driverId)?.simulator;
