import { expect, test } from 'vitest';
import { aFakeClock } from '../../test/fake-clock.ts';
import { openCallButton } from './call-button.ts';

/** A hand or the board, and after how many seconds of that what has been told, oldest first. */
type Step = readonly ['press' | 'release' | 'board away', seconds: number];

async function toldBy(steps: readonly Step[]) {
  const clock = aFakeClock();
  const told: string[] = [];
  const button = openCallButton(clock, (word) => told.push(word));
  for (const [what, seconds] of steps) {
    if (what === 'board away') button.forget();
    else button.feel(what === 'press');
    await clock.pass(1000 * seconds);
  }
  const [is, called] = [button.is(), button.called()];
  button.forget();
  expect(clock.waiting()).toBe(0);
  return { told, is, called };
}

const START: Step = ['release', 1];
const CALLED: readonly Step[] = [START, ['press', 1], ['release', 60]];

test.each<[string, readonly Step[], string[], string | undefined, boolean]>([
  ['nobody presses', [START], [], 'released', false],
  ['a press calls as it begins', [START, ['press', 0]], ['called'], 'pressed', true],
  ['two presses are one call', [...CALLED, ['press', 1], ['release', 1]], ['called', 'heard'], 'released', true],
  ['who holds it while calling clears nothing', [START, ['press', 50], ['release', 1]], ['called'], 'released', true],
  [
    'who is in fear and holds it again soon clears nothing',
    [START, ['press', 1], ['release', 20], ['press', 8], ['release', 1]],
    ['called', 'heard'],
    'released',
    true,
  ],
  [
    'staff clear it',
    [...CALLED, ['press', 7], ['release', 1]],
    ['called', 'heard', 'let-go', 'cleared'],
    'released',
    false,
  ],
  ['not with a short press', [...CALLED, ['press', 5], ['release', 1]], ['called', 'heard'], 'released', true],
  [
    'nor with one that is too long',
    [...CALLED, ['press', 16], ['release', 1]],
    ['called', 'heard', 'let-go'],
    'released',
    true,
  ],
  [
    'and it calls again',
    [...CALLED, ['press', 7], ['release', 1], ['press', 1]],
    ['called', 'heard', 'let-go', 'cleared', 'called'],
    'pressed',
    true,
  ],
  ['a press that never ends is no call', [START, ['press', 61]], ['called', 'stuck', 'cleared'], 'stuck', false],
  [
    'mended, it calls again',
    [START, ['press', 61], ['release', 1], ['press', 1]],
    ['called', 'stuck', 'cleared', 'mended', 'called'],
    'pressed',
    true,
  ],
  ['a call before it stuck stands', [...CALLED, ['press', 61]], ['called', 'heard', 'let-go', 'stuck'], 'stuck', true],
  ['a wire that is cut at the start never calls', [['press', 3600]], ['stuck'], 'stuck', false],
  [
    'who presses while the board starts is heard',
    [
      ['press', 2],
      ['release', 1],
    ],
    ['called'],
    'released',
    true,
  ],
  [
    'stuck is stuck behind a restart',
    [
      ['press', 61],
      ['board away', 5],
      ['press', 61],
    ],
    ['stuck'],
    'stuck',
    false,
  ],
  ['the board takes no call with it', [START, ['press', 1], ['board away', 90]], ['called'], undefined, true],
  [
    'a press that its restart broke off is one call',
    [START, ['press', 1], ['board away', 2], ['press', 1], ['release', 1]],
    ['called'],
    'released',
    true,
  ],
])('%s', async (_, steps, told, is, called) => {
  expect(await toldBy(steps)).toEqual({ told, is, called });
});
