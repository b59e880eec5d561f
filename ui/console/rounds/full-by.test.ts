import { expect, test } from 'vitest';
import { type FullBy, fullBy } from './full-by.ts';

const inWuhai = (text: string): number => new Date(`${text}+08:00`).getTime();
/** A Saturday. */
const now = inWuhai('2026-11-28T13:20:00');

test.each<[fullAt: string | undefined, FullBy]>([
  [undefined, { key: 'no-pace' }],
  ['2026-11-28T09:00:00', { key: 'full' }],
  ['2026-11-28T14:19:59', { key: 'full' }],
  ['2026-11-28T14:20:00', { key: 'today', hour: 14 }],
  ['2026-11-28T23:59:59', { key: 'today', hour: 23 }],
  ['2026-11-29T00:10:00', { key: 'tomorrow', hour: 0 }],
  ['2026-11-29T12:40:00', { key: 'tomorrow-morning', hour: 12 }],
  ['2026-11-29T13:00:00', { key: 'tomorrow', hour: 13 }],
  ['2026-11-30T08:30:00', { key: 'weekday', weekday: 1, hour: 8 }],
  ['2026-12-04T20:30:00', { key: 'weekday', weekday: 5, hour: 20 }],
  ['2026-12-05T00:30:00', { key: 'date', month: 12, day: 5 }],
])('full at %s: %j', (fullAt, words) => {
  expect(fullBy(fullAt === undefined ? undefined : inWuhai(fullAt), now)).toEqual(words);
});
