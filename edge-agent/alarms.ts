/** Calls for staff: retained while raised, and a history of events behind them. No value and no person in them. */
import { type AlarmHistoryParts, openAlarmHistory } from './alarm-history.ts';
import type { Cancel } from './ports.ts';
import { rfc3339 } from './wire/rfc3339.ts';
import { alarmTopic } from './wire/topics.ts';

/** Each code with its severity and its words: what staff read on the city's board. */
interface Meaning {
  /** `task`: for staff to do, cleared by them alone. */
  readonly severity: 'task' | 'warning' | 'critical';
  readonly words: Readonly<Record<'zh-CN' | 'en', string>>;
}

const alarm = (severity: Meaning['severity'], zh: string, en: string): Meaning => ({
  severity,
  words: { 'zh-CN': zh, en },
});

/** `act-now`: a reading, or what a person said of themselves, cannot wait. `call`: somebody asked for staff. */
const OF_DEVICE = {
  'act-now': alarm('critical', '有人需要马上帮助', 'Somebody needs help at once'),
  call: alarm('critical', '有人呼叫工作人员', 'Somebody calls for staff'),
  'calibration-due': alarm('task', '设备该校准了', 'The device is due for its calibration'),
  'calibration-overdue': alarm(
    'warning',
    '设备校准过期，已停用',
    'The calibration of the device is long overdue; it is not used any more',
  ),
  'battery-low': alarm('warning', '设备电量不足', 'The battery of the device is low'),
} as const;

/** Of what stands around a panel. */
const OF_SIGNALS = {
  call: OF_DEVICE.call,
  'button-stuck': alarm(
    'warning',
    '呼叫按钮一直按着或断线，请到现场查看',
    'A call button stays pressed, or its wire is cut; please come and look',
  ),
} as const;

/** Of a bin. */
const OF_BIN = {
  fire: alarm('critical', '回收箱有烟或过热', 'Smoke or heat in a recycling bin'),
  tamper: alarm('critical', '回收箱被撬动', 'Somebody tampers with a recycling bin'),
  'service-door': alarm('warning', '回收箱清运门开着', 'The service door of a recycling bin is open'),
  'door-open': alarm('warning', '回收箱投口一直没关', 'The door of a recycling bin stays open'),
  'door-open-long': alarm('task', '回收箱投口五分钟没关，请到现场', 'The door of a bin has been open for five minutes'),
  'door-fault': alarm(
    'warning',
    '回收箱投口或锁有故障，已停用',
    'The door or lock of a bin does not work; it is not used',
  ),
  'bin-full': alarm('warning', '回收箱满了', 'A recycling bin is full'),
  'deposit-doubtful': alarm('task', '有一次投递没有计分，请核对', 'A deposit brought no points; please look at it'),
} as const;

/** Of the station itself, under the name `station`, which no device may have. */
const OF_STATION = {
  'store-damaged': alarm(
    'critical',
    '本机记录受损，已另存并重新开始',
    'The records were damaged; they were set aside and begun anew',
  ),
  'audit-broken': alarm(
    'critical',
    '本站的操作记录对不上，可能被改动过',
    'The log of what was done here does not hold; somebody may have changed it',
  ),
  'row-set-aside': alarm('warning', '有一条记录无法上传，已另存', 'A record could not be sent; it was set aside'),
  'receipt-refused': alarm('warning', '收到不可信的回执', 'A receipt came that could not be believed'),
  'station-twice': alarm('critical', '有另一台设备使用本站的名称', 'Another machine uses the name of this station'),
  'not-authorised': alarm('critical', '平台不接受本站', 'The platform does not let this station in'),
  'disk-full': alarm('critical', '存储空间将满', 'The disk is nearly full'),
  'clock-wrong': alarm('warning', '本机时钟不准', 'The clock of this machine is wrong'),
} as const;

const ALARMS = { ...OF_DEVICE, ...OF_SIGNALS, ...OF_BIN, ...OF_STATION };
export type DeviceAlarmCode = keyof typeof OF_DEVICE;
export type StationAlarmCode = keyof typeof OF_STATION;
export type BinAlarmCode = keyof typeof OF_BIN;
export type SignalsAlarmCode = keyof typeof OF_SIGNALS;
export type AlarmCode = DeviceAlarmCode | SignalsAlarmCode | BinAlarmCode | StationAlarmCode;
const codes = <C extends AlarmCode>(of: Readonly<Record<C, Meaning>>): C[] => Object.keys(of) as C[];

/** In the place of a device, where the station itself is meant. */
export const STATION = 'station';

export interface Alarm {
  /** The device before which it happened, or `station`. */
  readonly deviceId: string;
  readonly code: AlarmCode;
  readonly raised: boolean;
}

export interface Alarms {
  /** Says it at once; again what is so already changes nothing. Nobody waits for its history: that is saved with what comes next. */
  set(alarm: Alarm): void;
  /** Of every alarm that there may be. */
  readonly topics: readonly string[];
  /** What stands there now: empty where it is not raised, so that none is left over from before a restart. */
  payloadOf(topic: string): string;
  /** Told the topic whose payload has changed. */
  onChange(listener: (topic: string) => void): Cancel;
  /** What stands of its history in memory alone is saved with what comes next. */
  close(): void;
}

export interface AlarmsParts extends AlarmHistoryParts {
  readonly deviceIds: readonly string[];
  readonly binIds?: readonly string[];
  readonly signalsIds?: readonly string[];
}

export function openAlarms(parts: AlarmsParts): Alarms {
  const { stationId, deviceIds, binIds = [], signalsIds = [], timeZone, demo, clock } = parts;
  const history = openAlarmHistory(parts);
  const listeners = new Set<(topic: string) => void>();
  /** Topic → since when, wall-clock milliseconds. */
  const raisedAt = new Map<string, number>();
  const codeOf = new Map(
    [
      ...deviceIds.map((id) => [id, codes(OF_DEVICE)] as const),
      ...binIds.map((id) => [id, codes(OF_BIN)] as const),
      ...signalsIds.map((id) => [id, codes(OF_SIGNALS)] as const),
      [STATION, codes(OF_STATION)] as const,
    ].flatMap(([deviceId, its]) => its.map((code) => [alarmTopic(stationId, deviceId, code), code] as const)),
  );

  return {
    set(alarm) {
      const topic = alarmTopic(stationId, alarm.deviceId, alarm.code);
      if (raisedAt.has(topic) === alarm.raised) return;
      const now = clock.wall();
      if (alarm.raised) raisedAt.set(topic, now);
      else raisedAt.delete(topic);
      for (const listener of listeners) listener(topic);
      const { deviceId, code, raised } = alarm;
      history.note({ ...(deviceId !== STATION && { deviceId }), code, raised, meaning: ALARMS[code] });
    },
    topics: [...codeOf.keys()],
    payloadOf(topic) {
      const code = codeOf.get(topic);
      const since = raisedAt.get(topic);
      if (code === undefined || since === undefined) return '';
      return JSON.stringify({ ...ALARMS[code], since: rfc3339(since, timeZone), ...(demo && { demo }) });
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: history.close,
  };
}
