/** A simulated meter's own clock: set by its owner, right or wrong, it goes on by itself from there. */
import { type ClockFields, daysOf } from '../domain/device-clock.ts';

/** So many whole minutes and seconds later, by the calendar. */
export function later([year, month, day, hour, minute, second]: ClockFields, seconds: number): ClockFields {
  let left = ((hour * 60 + minute) * 60 + second + seconds) % 86_400;
  let days = Math.floor(((hour * 60 + minute) * 60 + second + seconds) / 86_400);
  let [y, m, d] = [year, month, day];
  for (; days > 0; days--) {
    d++;
    if (d <= daysOf(y, m)) continue;
    d = 1;
    m = m === 12 ? 1 : m + 1;
    if (m === 1) y++;
  }
  const s = left % 60;
  left = (left - s) / 60;
  return [y, m, d, (left - (left % 60)) / 60, left % 60, s];
}

export function meterClock(shows: ClockFields, now: number) {
  let set = { shows, at: now };
  return {
    shows: (at: number): ClockFields => later(set.shows, Math.floor((at - set.at) / 1000)),
    set(fields: ClockFields, at: number): void {
      set = { shows: fields, at };
    },
  };
}
