import { say, sayWord } from '../say.ts';

/** What a newer service counts is shown by its own name. */
export const sayTrend = (metric: string): string => sayWord('device.trend', metric);
export const sayCounter = (counter: string): string => sayWord('device.counter', counter);

export const withUnit = (value: number | undefined, unit: string): string =>
  value === undefined ? say('device.none') : `${Math.round(value * 10) / 10}${unit === '%' ? '%' : ''}`;
