/** What becomes of alarms as events: each change; and on a disk that fills up, how often there was one. */
import { v7 } from 'uuid';
import type { Cancel, Clock, Random } from './ports.ts';
import type { DiskLevel } from './store/budget.ts';
import type { Outbox } from './store/outbox.ts';
import { cloudEvent } from './wire/cloud-event.ts';
import { rfc3339 } from './wire/rfc3339.ts';
import { eventTopic } from './wire/topics.ts';

export interface AlarmChange {
  /** Absent: of the station itself. */
  readonly deviceId?: string;
  readonly code: string;
  readonly raised: boolean;
  /** Severity and words. */
  readonly meaning: object;
}

export interface AlarmHistory {
  note(change: AlarmChange): void;
  /** Saves what is only counted yet, with what comes next. */
  close(): void;
}

export interface AlarmHistoryParts {
  readonly stationId: string;
  readonly timeZone: string;
  readonly demo: boolean;
  readonly level: () => DiskLevel;
  readonly outbox: Pick<Outbox, 'later' | 'add'>;
  readonly clock: Pick<Clock, 'wall' | 'now' | 'at'>;
  readonly random: Pick<Random, 'bytes'>;
}

const SUMMARY_EVERY_MS = 3_600_000;
const SUMMED_UP: readonly DiskLevel[] = ['scarce', 'full'];

/**
 * Where room is scarce, what the station calls for itself is an event an hour with the count of each code: the room is
 * for readings. What a person is meant by, an alarm of a device, stays an event each. A clearing is told where its
 * raising was. A kill takes the count of its hour.
 */
export function openAlarmHistory(parts: AlarmHistoryParts): AlarmHistory {
  const { stationId, timeZone, demo, level, outbox, clock, random } = parts;
  const told = new Set<string>();
  const raises = new Map<string, number>();
  let since = 0;
  let cancel: Cancel | undefined;

  const save = (data: object, atMs: number, deviceId?: string): void => {
    const id = v7({ msecs: atMs, random: random.bytes(16) });
    const happening = {
      id,
      kind: 'alarm',
      stationId,
      ...(deviceId !== undefined && { deviceId }),
      time: rfc3339(atMs, timeZone),
      demo,
      dataContentType: 'application/json',
      data,
    } as const;
    outbox.later(() => {
      outbox.add(id, eventTopic(stationId, 'alarm'), (sequence) => cloudEvent(happening, sequence));
    });
  };
  const scarce = (): boolean => {
    try {
      return SUMMED_UP.includes(level());
    } catch {
      return false; // a disk that cannot even be asked: who calls for staff must not be stopped by it
    }
  };
  const sumUp = (): void => {
    cancel?.();
    cancel = undefined;
    if (raises.size === 0) return;
    save({ state: 'summarised', since: rfc3339(since, timeZone), raises: Object.fromEntries(raises) }, clock.wall());
    raises.clear();
  };

  return {
    note({ deviceId, code, raised, meaning }) {
      const now = clock.wall();
      const key = `${deviceId}.${code}`;
      if (raised ? deviceId !== undefined || !scarce() : told.delete(key)) {
        if (raised) told.add(key);
        save({ code, state: raised ? 'raised' : 'cleared', ...meaning }, now, deviceId);
      } else if (raised) {
        if (raises.size === 0) since = now;
        raises.set(code, (raises.get(code) ?? 0) + 1);
        cancel ??= clock.at(clock.now() + SUMMARY_EVERY_MS, sumUp);
      }
    },
    close: sumUp,
  };
}
