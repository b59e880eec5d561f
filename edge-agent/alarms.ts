/** Calls for staff: retained while raised, and a history of events behind them. No value and no person in them. */
import { v7 } from 'uuid';
import type { Cancel, Clock, Random } from './ports.ts';
import type { Outbox } from './store/outbox.ts';
import { cloudEvent } from './wire/cloud-event.ts';
import { rfc3339 } from './wire/rfc3339.ts';
import { alarmTopic, eventTopic } from './wire/topics.ts';

/** `act-now`: a reading, or what a person said of themselves, cannot wait. `call`: somebody asked for staff. */
export type AlarmCode = keyof typeof ALARMS;

const ALARMS = {
  'act-now': {
    severity: 'critical',
    words: { 'zh-CN': '有人需要马上帮助', en: 'Somebody needs help at once' },
  },
  call: { severity: 'critical', words: { 'zh-CN': '有人呼叫工作人员', en: 'Somebody calls for staff' } },
} as const;
const CODES = Object.keys(ALARMS) as AlarmCode[];

export interface Alarm {
  /** The device before which it happened. */
  readonly deviceId: string;
  readonly code: AlarmCode;
  readonly raised: boolean;
}

export interface Alarms {
  /** Says it at once; again what is so already changes nothing. Throws when its event could not be saved: it is raised all the same. */
  set(alarm: Alarm): void;
  /** What stands on each alarm's topic now: empty where it is not raised, so that none is left over from before a restart. */
  retained(): { readonly topic: string; readonly payload: string }[];
  /** Told the topic whose payload has changed. */
  onChange(listener: (topic: string) => void): Cancel;
}

export interface AlarmsParts {
  readonly stationId: string;
  readonly deviceIds: readonly string[];
  readonly timeZone: string;
  readonly demo: boolean;
  readonly outbox: Pick<Outbox, 'transaction' | 'add'>;
  readonly clock: Pick<Clock, 'wall'>;
  readonly random: Pick<Random, 'bytes'>;
}

export function openAlarms({ stationId, deviceIds, timeZone, demo, outbox, clock, random }: AlarmsParts): Alarms {
  const listeners = new Set<(topic: string) => void>();
  /** Topic → since when, wall-clock milliseconds. */
  const raisedAt = new Map<string, number>();

  function save({ deviceId, code, raised }: Alarm, atMs: number): void {
    const id = v7({ msecs: atMs, random: random.bytes(16) });
    const happening = {
      id,
      kind: 'alarm',
      stationId,
      deviceId,
      time: rfc3339(atMs, timeZone),
      demo,
      dataContentType: 'application/json',
      data: { code, state: raised ? 'raised' : 'cleared', ...ALARMS[code] },
    } as const;
    outbox.transaction(() =>
      outbox.add(id, eventTopic(stationId, 'alarm'), (sequence) => cloudEvent(happening, sequence)),
    );
  }

  return {
    set(alarm) {
      const topic = alarmTopic(stationId, alarm.deviceId, alarm.code);
      if (raisedAt.has(topic) === alarm.raised) return;
      const now = clock.wall();
      if (alarm.raised) raisedAt.set(topic, now);
      else raisedAt.delete(topic);
      for (const listener of listeners) listener(topic);
      save(alarm, now);
    },
    retained: () =>
      deviceIds.flatMap((deviceId) =>
        CODES.map((code) => {
          const topic = alarmTopic(stationId, deviceId, code);
          const since = raisedAt.get(topic);
          const payload =
            since === undefined
              ? ''
              : JSON.stringify({ ...ALARMS[code], since: rfc3339(since, timeZone), ...(demo && { demo }) });
          return { topic, payload };
        }),
      ),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
