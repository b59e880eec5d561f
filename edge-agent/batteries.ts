import type { Alarm } from './alarms.ts';
import type { Hub } from './hub.ts';
import type { Cancel } from './ports.ts';

/** Calls staff to a device that says its battery is low, for as long as it says so. */
export const watchBatteries = (hub: Pick<Hub, 'devices' | 'onHealth'>, alarm: (alarm: Alarm) => void): Cancel =>
  hub.onHealth((deviceId) => {
    const says = hub.devices.find((device) => device.deviceId === deviceId)?.health().says;
    alarm({ deviceId, code: 'battery-low', raised: says?.battery?.low ?? false });
  });
