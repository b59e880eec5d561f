/** What a meter's own clock shows: a local time without a zone, right or wrong. */

/** Year in full, month and day from 1, hour, minute, second. */
export type ClockFields = readonly [
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
];

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

export function daysOf(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** `YYYY-MM-DDTHH:mm:ss`; undefined when no calendar and no clock shows that: no year of ours has fewer than four digits. */
export function clockText([year, month, day, hour, minute, second]: ClockFields): string | undefined {
  const real =
    year >= 1000 &&
    year <= 9999 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysOf(year, month) &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  if (!real) return undefined;
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`;
}

/** What a clock in this machine's time zone shows. */
export function localClock(wallMs: number): ClockFields {
  const time = new Date(wallMs);
  return [
    time.getFullYear(),
    time.getMonth() + 1,
    time.getDate(),
    time.getHours(),
    time.getMinutes(),
    time.getSeconds(),
  ];
}
