/** What a glucose meter that counts in mg/dL said of one record, in one line of words: a driver's and a second decoder's. */
import type { Reading } from '../../edge-agent/domain/event.ts';
import type { StoredRecord } from '../../edge-agent/domain/memory.ts';

export interface Words {
  readonly time: string | undefined;
  /** mg/dL. */
  readonly value: number | 'HI' | 'LO';
  readonly meal?: string | undefined;
  readonly control?: boolean;
  /** As the driver computed it; absent: computed here. */
  readonly mmolPerL?: number | undefined;
}

export function inWords({ time, value, meal, control, mmolPerL }: Words): string {
  const mmol = typeof value === 'number' ? (mmolPerL ?? Math.round((value / 18) * 10) / 10) : '';
  return [time ?? 'never', value, mmol, meal ?? '', control ? 'control' : ''].join(' ');
}

/** The driver's record. */
export function wordsOf({ deviceClock, event }: StoredRecord & { readonly event: Reading }): string {
  if (event.kind !== 'glucose' || event.deviceClock !== deviceClock) return 'no record of a glucose meter';
  return inWords({
    time: deviceClock,
    value: event.meterValue ?? (event.flags?.includes('above-range') ? 'HI' : 'LO'),
    meal: event.meal,
    control: event.flags?.includes('control') === true,
    mmolPerL: event.mmolPerL,
  });
}

/** `YYYY-MM-DDTHH:mm:ss`, asked of the runtime's own calendar; undefined: it has no such time. */
export function timeOf(...[year, month, day, hour, minute, second]: readonly (string | number | undefined)[]) {
  const two = (part: string | number | undefined): string => String(part).padStart(2, '0');
  const text = `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`;
  const time = Date.parse(`${text}Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text) ? text : undefined;
}
