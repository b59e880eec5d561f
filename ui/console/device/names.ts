import { say, sayWord } from '../say.ts';

/** What a newer service counts is shown by its own name. */
export const sayTrend = (metric: string): string => sayWord('device.trend', metric);
/** `failures.cuff` is a failure and why. */
export function sayCounter(counter: string): string {
  const [what = '', ...why] = counter.split('.');
  return [sayWord('device.counter', what), ...why].join(' · ');
}

export const withUnit = (value: number | undefined, unit: string): string =>
  value === undefined ? say('device.none') : `${Math.round(value * 10) / 10}${unit === '%' ? '%' : ''}`;
