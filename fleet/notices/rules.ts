/** Who is to be told of an alarm, and when. Pure. */
import type { Severity } from '../contract/words.ts';
import { type Hours, type Notify, type Person, WEEKDAYS } from './notify.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Asia/Shanghai has had no summer time since 1991. */
const SHANGHAI_MS = 8 * 60 * MINUTE;

export interface Told {
  readonly channel: 'webhook' | 'email';
  readonly recipient: string;
  /** 0 at first; 1 once nobody has acknowledged for long. */
  readonly step: 0 | 1;
}

export interface Waiting {
  readonly severity: Severity;
  readonly district: string;
  readonly raisedMs: number;
}

const WEIGHT: Readonly<Record<Severity, number>> = { task: 0, warning: 1, critical: 2 };
const reaches = (severity: Severity, from: Severity): boolean => WEIGHT[severity] >= WEIGHT[from];

export function onCall(hours: readonly Hours[], nowMs: number): boolean {
  const local = nowMs + SHANGHAI_MS;
  const time = new Date(local).toISOString().slice(11, 16);
  const dayOf = (ms: number) => WEEKDAYS[(new Date(ms).getUTCDay() + 6) % 7];
  const today = dayOf(local);
  const yesterday = dayOf(local - DAY);
  return hours.some(({ days, from, to }) => {
    const begins = days.some((day) => day === today);
    if (from < to) return begins && from <= time && time < to;
    return (begins && time >= from) || (days.some((day) => day === yesterday) && time < to);
  });
}

/** All who are to know of it by now; the alarm waits: open, unacknowledged, neither shelved nor hidden, of no demo station. */
export function toldOf({ severity, district, raisedMs }: Waiting, { webhook, email }: Notify, nowMs: number): Told[] {
  const told: Told[] = [];
  if (webhook && reaches(severity, webhook.from)) told.push({ channel: 'webhook', recipient: '', step: 0 });
  if (!email) return told;
  const cares = (person: Person): boolean =>
    reaches(severity, person.severity) && (person.districts?.includes(district) ?? true);
  const theirs = email.people.filter(cares);
  for (const { address, hours } of theirs)
    if (!hours || onCall(hours, nowMs)) told.push({ channel: 'email', recipient: address, step: 0 });
  // Whether or not one of them was on call: that nobody was is a reason more.
  if (theirs.length > 0 && nowMs - raisedMs >= email.escalateAfterMinutes * MINUTE)
    for (const address of email.escalateTo) told.push({ channel: 'email', recipient: address, step: 1 });
  return told;
}

/** More than so many within a minute are one message. */
const SINGLY = 5;
export const GROUPING_MS = MINUTE;

/** How what waits for one recipient goes out; `sent`: how many did within the last minute. */
export function going(waiting: number, sent: number): 'singly' | 'together' | 'later' {
  if (waiting + sent <= SINGLY) return 'singly';
  return sent > SINGLY ? 'later' : 'together';
}

/** Half a minute, doubled with each failure, an hour at most. */
export const backOffMs = (tries: number): number => Math.min(60 * MINUTE, (MINUTE / 2) * 2 ** Math.min(tries, 20));
