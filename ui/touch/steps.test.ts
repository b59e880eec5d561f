import { expect, test } from 'vitest';
import type { Screen } from '../../kiosk/contract/screen.ts';
import { stepOf } from './steps.ts';

const CASES: readonly [Screen, ReturnType<typeof stepOf>][] = [
  [{ id: 'home', tiles: [] }, undefined],
  [
    { id: 'bp.ask', noted: [] },
    { now: 1, of: 6 },
  ],
  [
    { id: 'bp.measuring', rising: true, reading: 1 },
    { now: 5, of: 6 },
  ],
  [
    { id: 'bp.measuring', rising: true, reading: 2 },
    { now: 6, of: 6 },
  ],
  [{ id: 'glu.drop' }, { now: 4, of: 5 }],
];

test.each(CASES)('$id', (screen, step) => {
  expect(stepOf(screen)).toEqual(step);
});
