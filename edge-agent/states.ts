/** The retained states: what the platform sees of the station and of each device now. No value of a person and no person in them. */
import type { StationFile } from '../firmware-config/index.ts';
import type { Alarms } from './alarms.ts';
import type { Calibrations } from './calibration.ts';
import type { ClockWatch } from './clock-watch.ts';
import type { DiskWatch } from './disk-watch.ts';
import type { DeviceHealth } from './health.ts';
import type { Hub } from './hub.ts';
import type { Cancel, Clock } from './ports.ts';
import type { Audit } from './store/audit.ts';
import type { Outbox } from './store/outbox.ts';
import type { StoreWatch } from './store-watch.ts';
import type { OwnCertificate } from './uplink/own-certificate.ts';
import type { RetainedStates } from './uplink/uplink.ts';
import { rfc3339 } from './wire/rfc3339.ts';
import { deviceStateTopic, stationStateTopic } from './wire/topics.ts';

/** What tells its own state. */
export interface OtherDevice {
  readonly deviceId: string;
  state(): object;
  onChange(listener: () => void): Cancel;
}

export interface StatesParts {
  readonly station: StationFile;
  readonly hub: Hub;
  /** Devices that are no meters. */
  readonly others?: readonly OtherDevice[];
  readonly calibrations: Pick<Calibrations, 'of' | 'overdue' | 'onChange'>;
  readonly alarms: Pick<Alarms, 'topics' | 'payloadOf' | 'onChange'>;
  readonly saving: Pick<StoreWatch, 'works' | 'onChange'>;
  readonly disk: Pick<DiskWatch, 'usage' | 'onChange'>;
  readonly audit: Pick<Audit, 'head'>;
  readonly clockWatch: Pick<ClockWatch, 'trusted' | 'onChange'>;
  readonly certificate: Pick<OwnCertificate, 'daysLeft'>;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly version: string;
  readonly demo: boolean;
}

export function openStates({
  station,
  hub,
  others = [],
  calibrations,
  alarms,
  saving,
  disk,
  audit,
  clockWatch,
  certificate,
  outbox,
  clock,
  version,
  demo,
}: StatesParts): RetainedStates {
  const { id, circle, community, name, location, services, timeZone } = station.station;
  const time = (ms: number): string => rfc3339(ms, timeZone);
  const since = time(clock.wall());

  /** Can somebody measure here now, and is it kept? */
  const selfTest = (): boolean =>
    saving.works() && hub.devices.some((device) => works(device) && !calibrations.overdue(device.deviceId));

  const ofStation = (): string => {
    const oldest = outbox.oldestSavedAt();
    const daysLeft = certificate.daysLeft();
    const working = selfTest();
    return JSON.stringify({
      online: true,
      since,
      at: time(clock.wall()),
      version,
      circle,
      community,
      name,
      location,
      services: Object.fromEntries(services.map((service) => [service, { working }])),
      store: { works: saving.works() },
      clock: { trusted: clockWatch.trusted() },
      disk: disk.usage(),
      ...(daysLeft !== undefined && { certificate: { daysLeft } }),
      audit: audit.head(),
      outbox: { depth: outbox.depth(), ...(oldest !== undefined && { oldestSavedAt: time(oldest) }) },
      ...(demo && { demo }),
    });
  };

  /** Both clocks show the station's local time. The wall clock's moment is reckoned anew: it may have been put right since. */
  const drift = ({ deviceClock, heardAt }: NonNullable<DeviceHealth['clock']>): object => {
    const read = time(clock.wall() - (clock.now() - heardAt));
    const aheadMs = Date.parse(`${deviceClock}Z`) - Date.parse(`${read.slice(0, deviceClock.length)}Z`);
    return { aheadS: aheadMs / 1000, read };
  };

  const ofDevice = (device: Hub['devices'][number]): string => {
    const { lastSeenMs, lastFrameMs, says, clock: itsClock, gauge, ...health }: DeviceHealth = device.health();
    const { driver } = device;
    const calibration = calibrations.of(device.deviceId);
    const { strips, for: whose } = station.devices.find((entry) => entry.id === device.deviceId) ?? {};
    const { serialNumber, ...nameless } = says;
    return JSON.stringify({
      ...health,
      ...(lastSeenMs !== undefined && { lastSeen: time(lastSeenMs) }),
      ...(lastFrameMs !== undefined && { lastFrame: time(lastFrameMs) }),
      driver: driver.id,
      model: driver.models[0],
      ...nameless,
      // Of a meter that somebody brought it would tell staff who was here.
      ...(serialNumber !== undefined && whose !== 'residents' && { serialNumber }),
      ...gauge,
      ...(itsClock && clockWatch.trusted() && { clock: drift(itsClock) }),
      ...(calibration && { calibration }),
      ...(strips && { strips }),
      ...(demo && { demo }),
    });
  };

  const stationTopic = stationStateTopic(id);
  const writers = new Map([
    [stationTopic, ofStation],
    ...alarms.topics.map((topic) => [topic, () => alarms.payloadOf(topic)] as const),
    ...hub.devices.map((device) => [deviceStateTopic(id, device.deviceId), () => ofDevice(device)] as const),
    ...others.map(({ deviceId, state }) => {
      const payload = (): string => JSON.stringify({ ...state(), ...(demo && { demo }) });
      return [deviceStateTopic(id, deviceId), payload] as const;
    }),
  ]);

  return {
    topics: [...writers.keys()],
    payloadOf: (topic) => writers.get(topic)?.() ?? '',
    gauges: () =>
      hub.devices
        .filter(({ health }) => health().gauge !== undefined)
        .map(({ deviceId }) => deviceStateTopic(id, deviceId)),
    onChange(listener): Cancel {
      const stationChanged = (): void => listener(stationTopic);
      let worked = selfTest();
      const deviceChanged = (deviceId: string): void => {
        listener(deviceStateTopic(id, deviceId));
        const works = selfTest();
        if (works === worked) return; // its counters are no news of the station
        worked = works;
        stationChanged();
      };
      const cancels = [
        saving.onChange(stationChanged),
        disk.onChange(stationChanged),
        clockWatch.onChange(stationChanged),
        alarms.onChange(listener),
        calibrations.onChange(deviceChanged),
        hub.onHealth(deviceChanged),
        ...others.map(({ deviceId, onChange }) => onChange(() => listener(deviceStateTopic(id, deviceId)))),
      ];
      return () => {
        for (const cancel of cancels) cancel();
      };
    },
  };
}

/** For a visit: what lies on a scale serves nobody who tests themselves. */
const works = ({ driver, status }: Hub['devices'][number]): boolean =>
  driver.provides.some((kind) => kind === 'blood-pressure' || kind === 'glucose') &&
  ['ok', 'warning'].includes(status());
