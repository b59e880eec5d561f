/** The retained states: what the platform sees of the station and of each device now. No value and no person in them. */
import type { StationFile } from '../firmware-config/index.ts';
import type { Alarms } from './alarms.ts';
import type { ClockWatch } from './clock-watch.ts';
import type { DiskWatch } from './disk-watch.ts';
import type { DeviceHealth } from './health.ts';
import { type Hub, offers } from './hub.ts';
import type { Cancel, Clock } from './ports.ts';
import type { Audit } from './store/audit.ts';
import type { Outbox } from './store/outbox.ts';
import type { StoreWatch } from './store-watch.ts';
import type { OwnCertificate } from './uplink/own-certificate.ts';
import type { RetainedStates } from './uplink/uplink.ts';
import { rfc3339 } from './wire/rfc3339.ts';
import { deviceStateTopic, stationStateTopic } from './wire/topics.ts';

export interface StatesParts {
  readonly station: StationFile;
  readonly hub: Hub;
  readonly alarms: Pick<Alarms, 'retained' | 'onChange'>;
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

/** A payload is written when it is read, and only then: each says what is true when it is published, and a heartbeat costs one. */
export function openStates({
  station,
  hub,
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

  const ofStation = (): string => {
    const oldest = outbox.oldestSavedAt();
    const daysLeft = certificate.daysLeft();
    const working = saving.works() && hub.devices.some(works);
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

  const ofDevice = (device: Hub['devices'][number]): string => {
    const { lastSeenMs, ownClock, ...health }: DeviceHealth = device.health();
    const lastSeen = lastSeenMs === undefined ? {} : { lastSeen: time(lastSeenMs) };
    const { driver } = device;
    const strips = station.devices.find((entry) => entry.id === device.deviceId)?.strips;
    return JSON.stringify({
      ...health,
      ...lastSeen,
      driver: driver.id,
      model: driver.models[0],
      ...(strips && { strips }),
      ...(ownClock && { clockOffsetS: aheadS(ownClock) }),
      ...(demo && { demo }),
    });
  };

  /** Both are local times: the meter knows of no zone. */
  const aheadS = ({ deviceClock, atMs }: NonNullable<DeviceHealth['ownClock']>): number =>
    Math.round((Date.parse(`${deviceClock}Z`) - Date.parse(`${time(atMs).slice(0, -'+00:00'.length)}Z`)) / 1000);

  const stationTopic = stationStateTopic(id);
  const devices = hub.devices.map((device) => ({ device, topic: deviceStateTopic(id, device.deviceId) }));

  return {
    all: () => [
      {
        topic: stationTopic,
        get payload() {
          return ofStation();
        },
      },
      ...alarms.retained(),
      ...devices.map(({ device, topic }) => ({
        topic,
        get payload() {
          return ofDevice(device);
        },
      })),
    ],
    onChange(listener): Cancel {
      const stationChanged = (): void => listener(stationTopic);
      const cancels = [
        saving.onChange(stationChanged),
        disk.onChange(stationChanged),
        clockWatch.onChange(stationChanged),
        alarms.onChange(listener),
      ];
      const cancelHealth = hub.onHealth((deviceId) => {
        listener(deviceStateTopic(id, deviceId));
        stationChanged();
      });
      return () => {
        for (const cancel of [...cancels, cancelHealth]) cancel();
      };
    },
  };
}

const works = ({ driver, health }: Hub['devices'][number]): boolean =>
  offers(driver).length > 0 && ['ok', 'warning'].includes(health().status);
