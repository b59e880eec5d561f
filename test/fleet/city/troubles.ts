/** What can be wrong with a station of a made-up city. */
import type { Condition, Severity } from '../../../fleet/contract/words.ts';

export interface Trouble {
  readonly condition: Condition;
  /** `bin`: the station's first. */
  readonly of: 'station' | 'blood-pressure' | 'glucose' | 'bin';
  readonly code: string;
  readonly severity: Severity;
  readonly zh: string;
  readonly en: string;
  /** So long ago it began. */
  readonly minutesAgo: number;
}

export const TROUBLES: readonly Trouble[] = [
  {
    condition: 'fault',
    of: 'bin',
    code: 'door-fault',
    severity: 'critical',
    zh: '回收箱投口或锁有故障，已停用',
    en: 'The door or lock of a bin does not work; it is not used',
    minutesAgo: 72,
  },
  {
    condition: 'look',
    of: 'blood-pressure',
    code: 'device-down',
    severity: 'warning',
    zh: '血压计没有回应',
    en: 'The blood-pressure monitor does not answer',
    minutesAgo: 26,
  },
  {
    condition: 'silent',
    of: 'station',
    code: 'silent',
    severity: 'warning',
    zh: '站点失联',
    en: 'The station is silent',
    minutesAgo: 38,
  },
  {
    condition: 'look',
    of: 'glucose',
    code: 'calibration-overdue',
    severity: 'warning',
    zh: '设备校准过期，已停用',
    en: 'The calibration of the device is long overdue; it is not used any more',
    minutesAgo: 19,
  },
  {
    condition: 'look',
    of: 'bin',
    code: 'bin-full',
    severity: 'warning',
    zh: '回收箱满了',
    en: 'A recycling bin is full',
    minutesAgo: 8,
  },
  {
    condition: 'maintenance',
    of: 'blood-pressure',
    code: 'calibration-due',
    severity: 'task',
    zh: '设备该校准了',
    en: 'The device is due for its calibration',
    minutesAgo: 190,
  },
];
