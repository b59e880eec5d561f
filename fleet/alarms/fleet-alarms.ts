/** The alarms that the service itself raises: what no station can say of itself, or has not said. */
import type { Severity, Words } from '../contract/words.ts';
import { SILENT } from './life.ts';

interface Meaning {
  readonly severity: Severity;
  readonly words: Words;
}
const alarm = (severity: Severity, zh: string, en: string): Meaning => ({ severity, words: { 'zh-CN': zh, en } });

export const FLEET_ALARMS = {
  [SILENT]: () => alarm('critical', '小站失联', 'The station is silent'),
  'device-down': () => alarm('warning', '设备不工作', 'The device does not work'),
  'sequence-gap': () => alarm('warning', '有记录没有传到', 'Some events have not arrived'),
  'sequence-fork': () => alarm('critical', '同一编号来了不同的记录', 'Events came again with another content'),
  'clock-off': () => alarm('warning', '小站时钟不准', "The station's clock is wrong"),
  'certificate-days': (days: number) =>
    alarm(
      days <= 3 ? 'critical' : 'warning',
      days < 0 ? '小站证书已过期' : `小站证书还有 ${days} 天到期`,
      days < 0 ? "The station's certificate has expired" : `The station's certificate expires in ${days} days`,
    ),
  'calibration-due': () => alarm('task', '设备该校准了', 'The device is due for its calibration'),
  'calibration-overdue': () => alarm('warning', '设备校准过期', 'The calibration of the device is long overdue'),
  'strips-expiring': (past: boolean) =>
    past
      ? alarm('warning', '试纸已过期', 'The test strips have expired')
      : alarm('task', '试纸快到期了', 'The test strips expire soon'),
  'disk-low': (full: boolean) =>
    alarm(full ? 'critical' : 'warning', full ? '存储空间已满' : '存储空间不足', 'The disk is running full'),
  'outbox-growing': () => alarm('warning', '记录积压一小时没有传出', 'Events have waited for an hour to be sent'),
  'refused-messages': () => alarm('warning', '小站发来的消息被拒收', 'Messages of the station were refused'),
  'bin-nearly-full': () => alarm('task', '回收箱快满了', 'A recycling bin is nearly full'),
  'paper-low': () => alarm('task', '打印纸快用完了', 'The printer is running out of paper'),
} as const;
export type FleetAlarmCode = keyof typeof FLEET_ALARMS;

export const isFleetCode = (code: string): code is FleetAlarmCode => Object.hasOwn(FLEET_ALARMS, code);
