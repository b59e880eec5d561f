import { expect, test } from 'vitest';
import { type ClockFields, clockText } from './device-clock.ts';

test.each<[ClockFields, string | undefined]>([
  [[2026, 11, 23, 7, 1, 0], '2026-11-23T07:01:00'],
  [[2024, 2, 29, 23, 59, 59], '2024-02-29T23:59:59'],
  [[2026, 2, 29, 0, 0, 0], undefined],
  [[2026, 11, 23, 24, 0, 0], undefined],
  [[26, 11, 23, 7, 1, 0], undefined], // two flips on a wire left the sum of a Contour's frame as it was, and the year 0026
  [[20260, 11, 23, 7, 1, 0], undefined],
])('%j', (fields, text) => expect(clockText(fields)).toBe(text));
