import { expect, test } from 'vitest';
import { BIN_LIMITS } from './bin-limits.ts';
import { fires, type Warmth, warmthAfter } from './warmth.ts';

/** Seconds and degrees, as they were told: what burns at the last. */
function burning(...told: readonly (readonly [seconds: number, celsius: number | undefined])[]): string[] {
  let warmth: Warmth = [];
  for (const [seconds, celsius] of told) warmth = warmthAfter(warmth, celsius, 1000 * seconds, BIN_LIMITS);
  return fires(warmth, told.at(-1)?.[1], BIN_LIMITS);
}

test.each([
  ['60 °C', [[0, 60]], []],
  ['more', [[0, 60.1]], ['heat']],
  [
    '8 °C more at once',
    [
      [0, 20],
      [1, 28],
    ],
    [],
  ],
  [
    'more than that',
    [
      [0, 20],
      [1, 28.1],
    ],
    ['heat-rise'],
  ],
  [
    '20 °C for an hour',
    [
      [0, 20],
      [3600, 28.1],
    ],
    ['heat-rise'],
  ],
  [
    '20 °C until a minute ago',
    [
      [0, 20],
      [10, 24],
      [70, 28.1],
    ],
    [],
  ],
  [
    '20 °C until a little less',
    [
      [0, 20],
      [11, 24],
      [70, 28.1],
    ],
    ['heat-rise'],
  ],
  [
    'cooler again on the way',
    [
      [0, 20],
      [1, 25],
      [500, 22],
      [505, 28.5],
    ],
    [],
  ],
  [
    'a sensor that was silent',
    [
      [0, 20],
      [1, undefined],
      [2, 28.1],
    ],
    ['heat-rise'],
  ],
  [
    'a sensor that is silent',
    [
      [0, 20],
      [1, undefined],
    ],
    [],
  ],
] as const)('%s', (_, told, burns) => {
  expect(burning(...told)).toEqual(burns);
});
