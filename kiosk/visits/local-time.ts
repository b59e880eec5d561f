import type { View } from '../contract/screen.ts';

/** The station's local time, as its screens show it. */
export interface LocalTime {
  /** From wall-clock milliseconds. */
  clock(wallMs: number): View['clock'];
  /** The day there, `YYYY-MM-DD`. */
  date(wallMs: number): string;
}

const MINUTE_MS = 60_000;
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
  /** The minute shown last: a view is made many times a second, and a time zone's rules cost more than all the rest of it. */
  let last: { readonly minute: number; readonly shown: View['clock'] } | undefined;
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone });
  return {
    date: (wallMs) => day.format(wallMs),
    clock(wallMs) {
      const minute = Math.floor(wallMs / MINUTE_MS);
      if (last?.minute === minute) return last.shown;
      const parts = Object.fromEntries(format.formatToParts(wallMs).map(({ type, value }) => [type, value]));
      const shown = {
        time: `${parts.hour}:${parts.minute}`,
        month: Number(parts.month),
        day: Number(parts.day),
        weekday: WEEKDAYS.indexOf(parts.weekday ?? '') + 1,
      };
      last = { minute, shown };
      return shown;
    },
  };
}
