/** The bins of a station and what goes into them: what screens offer, staff are called for, and the city sees. */
import type { Material, Prices } from '../firmware-config/index.ts';
import type { Alarms, BinAlarmCode } from './alarms.ts';
import { type Bin, openBin } from './bins/bin.ts';
import type { BinLimits } from './bins/bin-limits.ts';
import type { BinPlace as BinStands } from './bins/bin-machine.ts';
import type { BinPort } from './bins/bin-port.ts';
import type { Told } from './bins/bin-state.ts';
import { openFillForecast } from './bins/fill-forecast.ts';
import { type DepositView, openDeposits } from './deposits/deposits.ts';
import type { DeviceStatus } from './health.ts';
import type { Hub } from './hub.ts';
import type { Cancel, Clock, Log, Random } from './ports.ts';
import type { OtherDevice } from './states.ts';
import type { Store } from './store/store.ts';

/** A line of the station file that is a bin, with its hardware found. */
export interface BinPlace {
  readonly binId: string;
  readonly port: BinPort;
  readonly limits: BinLimits;
  readonly material: Material;
  readonly scaleId: string;
  readonly driver: { readonly id: string; readonly models: readonly string[] };
}

export interface BinOffer {
  readonly binId: string;
  readonly material: Material;
  readonly pointsPerKg: number;
  /** A deposit of more brings nothing. */
  readonly mostGrams: number;
  /** `busy`: somebody is at it, or it is still looking how full it is. */
  readonly is: 'ready' | 'busy' | 'full' | 'out-of-order';
  /** Of its hardware, for staff. */
  readonly status: DeviceStatus;
}

export interface DepositAtBin extends DepositView {
  readonly doorClosed: boolean | undefined;
  /** What its bin is at. */
  readonly bin: BinStands;
  /** Something was in the way of the closing door, which has not closed since. */
  readonly pinched: boolean;
}

export interface Recycling {
  offers(): readonly BinOffer[];
  /** Begins a deposit, whose points go to the community. `busy`: another is under way. */
  begin(binId: string): 'begun' | 'busy';
  /** The resident is done. */
  finish(binId: string): void;
  /** The last deposit of that bin since the start, and how its door stands. */
  view(binId: string): DepositAtBin | undefined;
  /** A door is to be closed, or something put in: said aloud. */
  onPrompt(listener: (binId: string, to: 'put-in' | 'close') => void): Cancel;
  onChange(listener: (binId: string) => void): Cancel;
  close(): Promise<void>;
}

export interface RecyclingParts {
  readonly places: readonly BinPlace[];
  readonly prices: Prices | undefined;
  readonly hub: Hub;
  readonly alarm: Alarms['set'];
  readonly store: Store;
  readonly stationId: string;
  readonly timeZone: string;
  readonly demo: boolean;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** Whose points they are as long as nobody says who he is. */
const COMMUNITY = 'community';
const FIRE = ['smoke', 'heat', 'heat-rise'];

export function openRecycling(parts: RecyclingParts): Recycling & { readonly devices: readonly OtherDevice[] } {
  const { places, prices, hub, alarm, clock, log } = parts;
  const bins = places.map((place) => ({
    place,
    bin: openBin({ binId: place.binId, port: place.port, limits: place.limits, clock, log }),
    forecast: openFillForecast(),
  }));
  const pinched = new Set<string>();
  const listeners = new Set<(binId: string) => void>();
  const promptListeners = new Set<(binId: string, to: 'put-in' | 'close') => void>();
  const changed = (binId: string): void => {
    for (const listener of listeners) listener(binId);
  };
  const listening = <T>(all: Set<T>, listener: T): Cancel => {
    all.add(listener);
    return () => all.delete(listener);
  };
  const call = (binId: string, code: BinAlarmCode, raised: boolean): void => alarm({ deviceId: binId, code, raised });

  for (const { bin, forecast } of bins) {
    const { binId } = bin;
    bin.onTold((fact) => {
      callFor(bin, fact, (code, raised) => call(binId, code, raised));
      if (fact.told === 'prompt') for (const listener of promptListeners) listener(binId, fact.to);
      if (fact.told === 'pinched') pinched.add(binId);
      if (fact.told === 'closed' || fact.told === 'opened') pinched.delete(binId);
      if (fact.told === 'pinched' || fact.told === 'closed') changed(binId);
    });
    bin.onChange(() => {
      const { fillPercent } = bin.state();
      if (fillPercent !== undefined) forecast.saw(fillPercent, clock.now());
      changed(binId);
    });
  }

  const deposits =
    prices &&
    openDeposits({
      ...parts,
      prices,
      places: bins.map(({ place: { port, material, scaleId }, bin }) => ({
        bin,
        board: port,
        material,
        scaleId,
        onWeight: (listener) =>
          hub.onEvent((deviceId, event) => {
            if (deviceId === scaleId && event.event === 'weight') listener(event);
          }),
      })),
      forStaff: (binId) => call(binId, 'deposit-doubtful', true),
    });
  deposits?.onChange(changed);

  const weighs = (scaleId: string): boolean =>
    hub.devices.some(({ deviceId, status }) => deviceId === scaleId && ['ok', 'warning'].includes(status()));

  const offerOf = ({ place, bin }: (typeof bins)[number]): BinOffer => {
    const at = bin.state().place;
    const phase = deposits?.view(place.binId)?.phase.id;
    const under = phase !== undefined && phase !== 'settled' && phase !== 'refused';
    const rest = at === 'locked' && weighs(place.scaleId) ? 'ready' : at === 'full' ? 'full' : undefined;
    const moving = ['settling', 'unlocking', 'open', 'closing', 'reopening'].includes(at);
    return {
      binId: place.binId,
      material: place.material,
      pointsPerKg: prices?.pointsPerKg[place.material] ?? 0,
      mostGrams: prices?.mostGrams ?? 0,
      is: under || moving ? 'busy' : (rest ?? 'out-of-order'),
      status: statusOf(bin),
    };
  };

  return {
    offers: () => bins.map(offerOf),
    begin: (binId) => deposits?.begin(binId, COMMUNITY) ?? 'busy',
    finish: (binId) => deposits?.finish(binId),
    view(binId) {
      const view = deposits?.view(binId);
      const bin = bins.find(({ place }) => place.binId === binId)?.bin.state();
      return view && bin && { ...view, doorClosed: bin.doorClosed, bin: bin.place, pinched: pinched.has(binId) };
    },
    onPrompt: (listener) => listening(promptListeners, listener),
    onChange: (listener) => listening(listeners, listener),
    devices: bins.map(({ place: { binId, driver, material }, bin, forecast }) => ({
      deviceId: binId,
      state() {
        const { place, full, alarms, fault, fillPercent } = bin.state();
        const hoursToFull = forecast.hoursToFull(clock.now());
        return {
          status: statusOf(bin),
          driver: driver.id,
          model: driver.models[0],
          material,
          place,
          full,
          alarms,
          ...(fault !== undefined && { fault }),
          ...(fillPercent !== undefined && { fillPercent }),
          ...(hoursToFull !== undefined && { hoursToFull }),
        };
      },
      onChange: bin.onChange,
    })),
    async close() {
      deposits?.close();
      await Promise.all(bins.map(({ bin }) => bin.close()));
    },
  };
}

function statusOf(bin: Bin): DeviceStatus {
  const { place } = bin.state();
  if (place === 'boot') return 'unknown';
  if (place === 'offline') return 'down';
  return place === 'alarm' || place === 'fault' ? 'warning' : 'ok';
}

/** What of it staff are called for. A fire is over when all that tells of one is. */
function callFor(bin: Bin, fact: Told, call: (code: BinAlarmCode, raised: boolean) => void): void {
  switch (fact.told) {
    case 'alarm':
      if (fact.of === 'tamper' || fact.of === 'service-door' || fact.of === 'door-open') call(fact.of, fact.raised);
      else
        call(
          'fire',
          bin.state().alarms.some((of) => FIRE.includes(of)),
        );
      break;
    case 'task':
      call('door-open-long', true);
      break;
    case 'fault':
      call('door-fault', bin.state().fault !== undefined);
      break;
    case 'full':
      call('bin-full', bin.state().full.length > 0);
      break;
  }
}
