import { expect, test } from 'vitest';
import { aFakeClock } from '../../test/fake-clock.ts';
import { openPresence } from './presence.ts';

type Step = readonly [felt: boolean | 'board away', minutes: number];

test.each<[string, readonly Step[], ...(string | undefined)[]]>([
  ['nobody', [[false, 1]], 'nobody'],
  ['somebody, for a long while', [[true, 719]], 'somebody'],
  ['half a day without a break', [[true, 720]], 'stuck'],
  [
    'half a day with one',
    [
      [true, 719],
      [false, 1],
      [true, 2],
    ],
    'somebody',
  ],
  [
    'a restart of the board is no break',
    [
      [true, 719],
      ['board away', 1],
      [true, 0],
    ],
    'stuck',
  ],
  [
    'away, nobody knows',
    [
      [true, 1],
      ['board away', 1],
    ],
    undefined,
  ],
])('%s', async (_, steps, is) => {
  const clock = aFakeClock();
  let changes = 0;
  const presence = openPresence(clock, () => {
    changes += 1;
  });
  for (const [felt, minutes] of steps) {
    if (felt === 'board away') presence.forget();
    else presence.feel(felt);
    await clock.pass(60_000 * minutes);
  }
  expect([presence.is(), changes]).toEqual([is, is === 'stuck' ? 1 : 0]);
  presence.close();
  expect(clock.waiting()).toBe(0);
});
