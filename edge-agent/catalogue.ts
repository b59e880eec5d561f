/** Every device we can talk with, and its simulated twin. A new one is a line here. */
import { a02yyuw } from './drivers/a02yyuw.ts';
import { ampallBp868f } from './drivers/ampall-bp868f.ts';
import { andScale } from './drivers/and-scale.ts';
import { andTm2657p } from './drivers/and-tm2657p.ts';
import { beurerBm58, beurerBm58Serial } from './drivers/beurer-bm58.ts';
import { bioland } from './drivers/bioland.ts';
import { bptruBpm200 } from './drivers/bptru-bpm200.ts';
import { caresensN } from './drivers/caresens-n.ts';
import { contec08a } from './drivers/contec08a.ts';
import { contourNext } from './drivers/contour-next.ts';
import { creativePc } from './drivers/creative-pc.ts';
import type { Driver, DriverFacts } from './drivers/driver.ts';
import { firmataBin } from './drivers/firmata-bin.ts';
import { firmataSignals } from './drivers/firmata-signals.ts';
import { freestyleText } from './drivers/freestyle-text.ts';
import { lepuNibp } from './drivers/lepu-nibp.ts';
import { maiboboRbp } from './drivers/maibobo-rbp.ts';
import { microlifeUsb } from './drivers/microlife-usb.ts';
import { modbusWeight } from './drivers/modbus-weight.ts';
import { mtSics } from './drivers/mt-sics.ts';
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
import { yaohuaXk3190 } from './drivers/yaohua-xk3190.ts';
import type { Simulator } from './simulators/simulator.ts';

export interface Entry {
  readonly driver: Driver;
  /** Loaded when it is wanted: a station in earnest has none. */
  readonly simulator: () => Promise<Simulator>;
}

export const catalogue: readonly Entry[] = [
  { driver: maiboboRbp, simulator: () => import('./simulators/maibobo.ts').then((twin) => twin.maiboboSimulator()) },
  { driver: creativePc, simulator: () => import('./simulators/creative.ts').then((twin) => twin.creativeSimulator()) },
  { driver: caresensN, simulator: () => import('./simulators/caresens-n.ts').then((twin) => twin.caresensSimulator()) },
  { driver: suntechOem, simulator: () => import('./simulators/suntech.ts').then((twin) => twin.suntechSimulator()) },
  { driver: parNibp2020, simulator: () => import('./simulators/par.ts').then((twin) => twin.parSimulator()) },
  { driver: bptruBpm200, simulator: () => import('./simulators/bptru.ts').then((twin) => twin.bptruSimulator()) },
  {
    driver: contourNext,
    simulator: () => import('./simulators/contour-next.ts').then((twin) => twin.contourSimulator()),
  },
  { driver: omronHbp, simulator: () => import('./simulators/omron-hbp.ts').then((twin) => twin.omronHbpSimulator()) },
  { driver: ampallBp868f, simulator: () => import('./simulators/ampall.ts').then((twin) => twin.ampallSimulator()) },
  { driver: paramaFt201, simulator: () => import('./simulators/parama.ts').then((twin) => twin.paramaSimulator()) },
  {
    driver: onetouchUltra2,
    simulator: () => import('./simulators/onetouch-ultra2.ts').then((twin) => twin.ultra2Simulator()),
  },
  {
    driver: onetouchUltramini,
    simulator: () => import('./simulators/onetouch-ultramini.ts').then((twin) => twin.ultraminiSimulator()),
  },
  {
    driver: trueMetrix,
    simulator: () => import('./simulators/truemetrix.ts').then((twin) => twin.trueMetrixSimulator()),
  },
  {
    driver: omronHemUsb,
    simulator: () => import('./simulators/omron-hem.ts').then((twin) => twin.omronHemSimulator()),
  },
  { driver: taidoc, simulator: () => import('./simulators/taidoc.ts').then((twin) => twin.taidocSimulator()) },
  { driver: contec08a, simulator: () => import('./simulators/contec08a.ts').then((twin) => twin.contecSimulator()) },
  {
    driver: freestyleText,
    simulator: () => import('./simulators/freestyle-text.ts').then((twin) => twin.freestyleSimulator()),
  },
  { driver: terumoBp500, simulator: () => import('./simulators/terumo.ts').then((twin) => twin.terumoSimulator()) },
  {
    driver: microlifeUsb,
    simulator: () => import('./simulators/microlife.ts').then((twin) => twin.microlifeSimulator()),
  },
  { driver: beurerBm58, simulator: () => import('./simulators/beurer-bm58.ts').then((twin) => twin.beurerSimulator()) },
  {
    driver: beurerBm58Serial,
    simulator: () => import('./simulators/beurer-bm58.ts').then((twin) => twin.beurerSerialSimulator()),
  },
  { driver: yaohuaXk3190, simulator: () => import('./simulators/yaohua.ts').then((twin) => twin.yaohuaSimulator()) },
  { driver: mtSics, simulator: () => import('./simulators/mt-sics.ts').then((twin) => twin.mtSicsSimulator()) },
  { driver: andScale, simulator: () => import('./simulators/and-scale.ts').then((twin) => twin.andScaleSimulator()) },
  { driver: a02yyuw, simulator: () => import('./simulators/a02yyuw.ts').then((twin) => twin.a02yyuwSimulator()) },
  {
    driver: modbusWeight,
    simulator: () => import('./simulators/modbus-weight.ts').then((twin) => twin.modbusWeightSimulator()),
  },
];

/** Those whose protocol is only partly documented: a station has one only where its file says `experimental: true`. */
export const uncertain: readonly Entry[] = [
  { driver: lepuNibp, simulator: () => import('./simulators/lepu.ts').then((twin) => twin.lepuSimulator()) },
  { driver: andTm2657p, simulator: () => import('./simulators/tm2657p.ts').then((twin) => twin.tm2657pSimulator()) },
  { driver: sdCodefree, simulator: () => import('./simulators/codefree.ts').then((twin) => twin.codefreeSimulator()) },
  { driver: bioland, simulator: () => import('./simulators/bioland.ts').then((twin) => twin.biolandSimulator()) },
  { driver: sinocareSn, simulator: () => import('./simulators/sinocare.ts').then((twin) => twin.sinocareSimulator()) },
];

/** What is no meter: it is never idled, greeted or found out, but held by a port of its own. */
export interface HeldEntry {
  readonly facts: DriverFacts;
  readonly simulator: () => Promise<Simulator>;
}

export const bins: readonly HeldEntry[] = [
  {
    facts: firmataBin,
    simulator: () => import('./simulators/firmata-bin.ts').then((twin) => twin.firmataBinSimulator()),
  },
];

/** What stands around a panel. */
export const signals: readonly HeldEntry[] = [
  {
    facts: firmataSignals,
    simulator: () => import('./simulators/firmata-signals.ts').then((twin) => twin.firmataSignalsSimulator()),
  },
];

/** What a station file may name, what may be set of it, and which of it only as an experiment. */
export const knownDrivers: readonly (Known & {
  readonly experimental: boolean;
  readonly isBin?: boolean;
  readonly isSignals?: boolean;
})[] = [
  ...catalogue.map(({ driver }) => ({ ...known(driver), experimental: false })),
  ...uncertain.map(({ driver }) => ({ ...known(driver), experimental: true })),
  ...bins.map(({ facts }) => ({ ...known(facts), experimental: false, isBin: true })),
  ...signals.map(({ facts }) => ({ ...known(facts), experimental: false, isSignals: true })),
];

type Known = Pick<DriverFacts, 'id' | 'wire' | 'provides'> & Pick<Driver, 'choices'>;

function known({ id, wire, provides, choices }: DriverFacts & Pick<Driver, 'choices'>): Known {
  return { id, wire, provides, ...(choices && { choices }) };
}

const entry = (driverId: string): Entry | undefined =>
  [...catalogue, ...uncertain].find(({ driver }) => driver.id === driverId);

export const findDriver = (id: string): Driver | undefined => entry(id)?.driver;

const held = (id: string): HeldEntry | undefined => [...bins, ...signals].find(({ facts }) => facts.id === id);

/** What is said of any of them, meter or not. */
export const findFacts = (id: string): DriverFacts | undefined => findDriver(id) ?? held(id)?.facts;

export const findSimulator = async (driverId: string): Promise<Simulator | undefined> =>
  (entry(driverId) ?? held(driverId))?.simulator();
