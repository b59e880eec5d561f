import { say } from '../say.ts';
import { fullBy } from './full-by.ts';

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** Until when it is to be emptied: 今天 16 点前. */
export function sayFullBy(fullAt: number | undefined, nowMs: number): string {
  const by = fullBy(fullAt, nowMs);
  if (by.key === 'weekday') {
    return say('rounds.by.weekday', { day: say(`rounds.day.${WEEKDAYS[by.weekday] ?? 'sun'}`), hour: by.hour });
  }
  if (by.key === 'date') return say('rounds.by.date', { month: by.month, day: by.day });
  return say(`rounds.by.${by.key}`, 'hour' in by ? { hour: by.hour } : {});
}
