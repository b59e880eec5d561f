import type { View } from '../contract/screen.ts';

/** The station's local time, as its screens show it. */
export interface LocalTime {
  /** From wall-clock milliseconds. */
  clock(wallMs: number): View['clock'];
  /** The day there, `YYYY-MM-DD`. */
  date(wallMs: number): string;
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** `timeZone`: an IANA name, `Asia/Shanghai`. */
export function localTimeIn(timeZone: string): LocalTime {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    hour: '2-digit',
    minute: '2-digit',
    month: 'numeric',
    day: 'numeric',
    weekday: 'short',
  });
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone });
  return {
    date: (wallMs) => day.format(wallMs),
    clock(wallMs) {
      const parts = Object.fromEntries(format.formatToParts(wallMs).map(({ type, value }) => [type, value]));
      return {
        time: `${parts.hour}:${parts.minute}`,
        month: Number(parts.month),
        day: Number(parts.day),
        weekday: WEEKDAYS.indexOf(parts.weekday ?? '') + 1,
      };
    },
  };
}
