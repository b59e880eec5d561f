/** The agent's one door: devices, store and the way to the platform; what must survive without a screen. */
import type { Prices, StationFile } from '../firmware-config/index.ts';
import { type Alarm, openAlarms, STATION } from './alarms.ts';
import { openAuditLog } from './audit-log.ts';
import { watchBatteries } from './batteries.ts';
import { watchCalibrations } from './calibration.ts';
import { RELEASED_AT_MS } from './clock.ts';
import { openClockTrust } from './clock-trust.ts';
import { watchClock } from './clock-watch.ts';
import { openCounters } from './counters.ts';
import type { MemoryRead } from './device.ts';
import { watchDisk } from './disk-watch.ts';
import type { Reading } from './domain/event.ts';
import type { Driver } from './drivers/driver.ts';
import { type Figures, figuresOf } from './figures.ts';
import { type DevicePlace, type Hub, openHub } from './hub.ts';
import type { PlatformKeys } from './keys/platform-keys.ts';
import { openObservations } from './observations.ts';
import type { Cancel, Clock, Log, Random } from './ports.ts';
import type { Recorded } from './recording.ts';
import { type BinPlace, openRecycling, type Recycling } from './recycling.ts';
import { openSignals, type Signals, type SignalsPlace } from './signals.ts';
import { openStates } from './states.ts';
import type { Store } from './store/store.ts';
import { watchStore } from './store-watch.ts';
import { openTombstones } from './tombstones.ts';
import { watchOwnCertificate } from './uplink/own-certificate.ts';
import { type Connect, startUplink, type UplinkSecrets } from './uplink/uplink.ts';
import type { Found } from './wire/fhir.ts';

export { limitsOf } from './bins/limits-of-board.ts';
export type { DepositView } from './deposits/deposits.ts';
export * from './devices.ts';
export type { Figures } from './figures.ts';
export type { DevicePlace } from './hub.ts';
export { type PlatformKeys, PlatformKeysError, readPlatformKeys } from './keys/platform-keys.ts';
export type { BinOffer, BinPlace, DepositAtBin, Recycling } from './recycling.ts';
export type { Signals, SignalsPlace } from './signals.ts';
export { openRememberedPorts, type RememberedPorts } from './store/remembered-ports.ts';
export { openStore, type Store } from './store/store.ts';
export { openTombstones } from './tombstones.ts';
export type { UplinkSecrets } from './uplink/uplink.ts';

/** A reading of a visit, to be filed. */
export interface Filing {
  readonly reading: Reading;
  readonly deviceId: string;
  /** The resident's pseudonym, or the random `urn:uuid` of a guest's visit. */
  readonly subject: string;
  readonly guest: boolean;
  /** Codes of what the visit knows beyond the meter's own flags, such as `short-rest`. */
  readonly flags: readonly string[];
  /** One reading of a set that is not finished yet. */
  readonly partOfSet?: boolean;
  /** The average of these observations, and where it stands in the guideline's table. */
  readonly set?: { readonly averageOf: readonly string[]; readonly found: Found };
  /** The thing at that place that it was read out of, where that is known. */
  readonly unit?: MemoryRead['unit'];
  /** Out of its memory: by what the reading is known again there, and when it was measured. */
  readonly remembered?: { readonly name: string; readonly takenAtMs: number };
}

export interface Agent {
  readonly hub: Hub;
  readonly recycling: Recycling;
  readonly signals: Signals;
  /** Resolves after the commit with full synchronisation; rejects when the reading is not on disk. */
  file(filing: Filing): Promise<{ readonly id: string; readonly sequence: number }>;
  /** Was this reading of a meter's memory filed before, by whomever? Throws when the store cannot say. */
  wasFiled(name: string): boolean;
  /** Calls for staff, or no longer, whatever the network and the store do. */
  alarm(alarm: Alarm): void;
  /** `back`: for three seconds after the line returned. */
  network(): 'on' | 'off' | 'back';
  /** Did the last commit succeed? */
  storeWorks(): boolean;
  /** May a visit begin? Not when its result could not be kept. */
  acceptsVisits(): boolean;
  clockTrusted(): boolean;
  figures(): Figures;
  /** The last raw frames of every device, for a technician on the spot; the audit notes that they were taken out. */
  recordings(): readonly {
    readonly deviceId: string;
    readonly driver: Pick<Driver, 'id' | 'settings'>;
    readonly entries: readonly Recorded[];
  }[];
  /** What has not moved since this was last asked: `store`, or a device's id. Asks the store and each device to move. */
  stuck(): readonly string[];
  onChange(listener: () => void): Cancel;
  /** Lets every cuff go, says goodbye to the broker, and closes the store. */
  close(): Promise<void>;
}

export interface AgentParts {
  readonly station: StationFile;
  /** Opened; closed together with the agent. */
  readonly store: Store;
  /** Asked at each connection to the broker. */
  readonly secrets: () => UplinkSecrets;
  /** The platform's public keys; absent: observations go as they are, inside TLS alone. */
  readonly keys?: PlatformKeys;
  /** The way to the broker; MQTT where no other is given. */
  readonly connect?: Connect;
  /** The first connection waits up to so long, by chance. */
  readonly startSpreadMs?: number;
  readonly places: readonly DevicePlace[];
  readonly bins?: readonly BinPlace[];
  /** What stands around its panels. */
  readonly signals?: readonly SignalsPlace[];
  /** What goes into them is credited by this list. */
  readonly prices?: Prices;
  readonly version: string;
  readonly demo: boolean;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

const BACK_MS = 3000;
const PURGE_EVERY_MS = 3_600_000;
const PURGE_STEP_MS = 200;
const DAY_MS = 86_400_000;
/** So long a deposit that nobody disputes can be looked into. */
const EVIDENCE_DAYS = 180;

export function openAgent({
  station,
  store,
  secrets,
  keys,
  connect,
  startSpreadMs,
  places,
  bins = [],
  signals: around = [],
  prices,
  version,
  demo,
  clock,
  random,
  log,
}: AgentParts): Agent {
  const { id: stationId, timeZone } = station.station;
  const { outbox, audit, retained, taken } = store;
  const observations = openObservations({
    outbox,
    taken,
    stationId,
    timeZone,
    clock,
    random,
    ...(keys && { keys }),
  });
  const hub = openHub(places, { clock, log, overdue: (deviceId) => calibrations.overdue(deviceId) });
  const deviceIds = places.map(({ deviceId }) => deviceId);
  const level = () => store.usage().level;
  const binIds = bins.map(({ binId }) => binId);
  const signalsIds = around.map(({ deviceId }) => deviceId);
  const alarms = openAlarms({ stationId, deviceIds, binIds, signalsIds, timeZone, demo, level, outbox, clock, random });
  const auditLog = openAuditLog({ audit, outbox, alarms, stationId, timeZone, version, demo, clock, random });
  const counters = openCounters();
  const tombstone = openTombstones({ stationId, timeZone, demo, clock, random });
  const saving = watchStore({ outbox, clock, counters });
  const bounds = { releasedAtMs: RELEASED_AT_MS, newestSavedAtMs: outbox.newestSavedAt() };
  if (store.salvaged) {
    log.error('the store was damaged, and begun anew', { ...store.salvaged });
    alarms.set({ deviceId: STATION, code: 'store-damaged', raised: true });
    auditLog.note('store set aside', { salvaged: store.salvaged.rows });
  }
  const disk = watchDisk({ store, alarm: alarms.set, purge: () => purge(), clock });
  const clockWatch = watchClock({ look: openClockTrust(clock, bounds), clock, alarm: alarms.set, log });
  const calibrations = watchCalibrations({
    devices: station.devices,
    timeZone,
    clock,
    clockTrusted: clockWatch.trusted,
    alarm: alarms.set,
  });
  watchBatteries(hub, alarms.set);
  const ofRecycling = { places: bins, prices, hub, alarm: alarms.set, store, stationId, timeZone, demo };
  const recycling = openRecycling({ ...ofRecycling, clock, random, log });
  const signals = openSignals({ places: around, alarm: alarms.set, clock });
  const { url, protocol } = station.platform;
  const certificate = watchOwnCertificate({ url, secrets, clock });
  const ofStation = { station, version, demo };
  const ofDevices = { hub, others: [...recycling.devices, ...signals.devices], calibrations, alarms };
  const states = openStates({
    ...ofStation,
    ...ofDevices,
    saving,
    disk,
    audit,
    clockWatch,
    certificate,
    outbox,
    clock,
  });
  const uplink = startUplink({
    stationId,
    platform: { url, protocol, secrets: certificate.secrets },
    outbox,
    states,
    retained,
    ...(connect && { connect }),
    clock,
    random,
    log,
    receipts: station.platform.receipts,
    ...(keys && { verify: keys.verify }),
    tombstone,
    onBuried(sequence, { reason }) {
      counters.rowsSetAside++;
      auditLog.note('row set aside', { sequence, why: reason });
      alarms.set({ deviceId: STATION, code: 'row-set-aside', raised: true });
    },
    alarm: (code, raised) => alarms.set({ deviceId: STATION, code, raised }),
    receiptRefused() {
      if (counters.receiptsRefused++ === 0) auditLog.note('receipt refused', { why: 'it could not be believed' });
    },
    ...(startSpreadMs !== undefined && { startSpreadMs }),
    lost: (code) => void counters.losses.set(code, (counters.losses.get(code) ?? 0) + 1),
  });
  const listeners = new Set<() => void>();
  let backUntil = 0;
  let everOff = false;
  let cancelBack: Cancel = () => {};
  let cancelPurge: Cancel = () => {};

  const change = (): void => {
    for (const listener of listeners) listener();
  };
  saving.onChange(change);
  disk.onChange(change);
  calibrations.onChange(change);
  const cancelTrouble = outbox.onTrouble(disk.look);
  clockWatch.onCorrected(({ offsetMs }) => auditLog.note('clock corrected', { offsetS: Math.round(offsetMs / 1000) }));
  uplink.onChange(() => {
    cancelBack();
    if (uplink.status() === 'online') counters.connections++;
    if (uplink.status() === 'offline') everOff = true;
    else if (everOff) {
      backUntil = clock.now() + BACK_MS;
      cancelBack = clock.at(backUntil, change);
    }
    change();
  });
  /** In steps, so that a fortnight's rows do not hold up a reading. */
  const purge = (): void => {
    let purged = 0;
    try {
      if (clockWatch.trusted()) {
        purged = outbox.purge(); // else days would be counted that have not passed
        forgetDeposits();
      }
    } catch {
      saving.failed();
    }
    cancelPurge();
    cancelPurge = clock.at(clock.now() + (purged > 0 ? PURGE_STEP_MS : PURGE_EVERY_MS), purge);
  };
  /** Nothing is written on a day on which there is nothing to forget. */
  function forgetDeposits(): void {
    const before = clock.wall() - EVIDENCE_DAYS * DAY_MS;
    if (store.deposits.isDue(before)) outbox.transaction(() => store.deposits.forget(before));
  }
  purge();

  return {
    hub,
    recycling,
    signals,
    async file(filing) {
      const { deviceId, unit, remembered, ...rest } = filing;
      const model = hub.devices.find((device) => device.deviceId === deviceId)?.driver.models[0] ?? deviceId;
      const taken = { ...rest, deviceId, unit: { model, ...unit }, takenAtMs: clock.wall(), ...remembered };
      try {
        const clockTrusted = clockWatch.trusted();
        return await observations.file({ ...taken, clockTrusted, demo });
      } catch (error) {
        saving.failed();
        disk.look();
        throw error;
      }
    },
    wasFiled: taken.has,
    alarm: alarms.set,
    network() {
      if (uplink.status() === 'offline') return 'off';
      return clock.now() < backUntil ? 'back' : 'on';
    },
    storeWorks: saving.works,
    acceptsVisits: () => saving.works() && disk.usage().level !== 'full',
    clockTrusted: clockWatch.trusted,
    figures: () => figuresOf({ outbox, audit, disk, saving, clockWatch, uplink, counters, hub, clock }),
    recordings() {
      auditLog.note('frames taken out', { devices: hub.devices.length });
      return hub.devices.map(({ deviceId, driver, recording }) => ({
        deviceId,
        driver,
        entries: recording(),
      }));
    },
    stuck: () => [
      ...(saving.alive() ? [] : ['store']),
      ...hub.devices.flatMap((device) => (device.alive() ? [] : [device.deviceId])),
    ],
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      await Promise.all([hub.close(), recycling.close(), signals.close()]);
      await observations.settled();
      await uplink.close();
      auditLog.stop();
      alarms.close();
      cancelTrouble(); // what a dead disk refuses from here on is not tried again: its timers would keep the process alive
      cancelBack();
      cancelPurge();
      saving.cancel();
      clockWatch.cancel();
      calibrations.cancel();
      disk.cancel();
      store.close();
    },
  };
}
