/** Days as people say them. */
import type { View } from '../../../kiosk/contract/screen.ts';
import type { Say } from '../say.ts';

const MONTHS = [
  'month.1',
  'month.2',
  'month.3',
  'month.4',
  'month.5',
  'month.6',
  'month.7',
  'month.8',
  'month.9',
  'month.10',
  'month.11',
  'month.12',
] as const;
const WEEKDAYS = ['weekday.1', 'weekday.2', 'weekday.3', 'weekday.4', 'weekday.5', 'weekday.6', 'weekday.7'] as const;

/** The name of a month from 1 to 12. */
export function monthOf(month: number, say: Say): string {
  const key = MONTHS[month - 1];
  return key ? say(key) : '';
}

export function dateOf({ clock: { month, day, weekday } }: View, say: Say): string {
  const weekdayKey = WEEKDAYS[weekday - 1];
  return weekdayKey ? say('date', { month: monthOf(month, say), day, weekday: say(weekdayKey) }) : '';
}

export const minuteOf = ({ clock }: View): number => Number(clock.time.slice(3));

/** How long ago: in days for two weeks, then in weeks, then in months. */
export function agoOf(days: number, say: Say): string {
  if (days < 1) return say('days.0');
  if (days < 2) return say('days.1');
  if (days < 14) return say('days.n', { n: Math.floor(days) });
  return days < 60 ? say('weeks.n', { n: Math.floor(days / 7) }) : say('months.n', { n: Math.floor(days / 30) });
}
