import { expect, test } from 'vitest';
import { openSuspect } from './suspect.ts';

const die = (suspect: ReturnType<typeof openSuspect>, row: number | undefined, times: number): void => {
  for (let i = 0; i < times; i++) suspect.died(row);
};

/** The one behind it passes, and it ends the same line, as often as it takes. */
const convicts = (suspect: ReturnType<typeof openSuspect>, row: number, behind: number): boolean[] =>
  Array.from({ length: 3 }, (_, round) => {
    if (round > 0) die(suspect, row, 1);
    expect(suspect.plan()).toMatchObject({ send: 'behind', suspect: row });
    return suspect.passed(behind);
  });

test('after the second death the row at the head goes alone, after five the one behind it, which must pass three times', () => {
  const suspect = openSuspect();
  die(suspect, 7, 1);
  expect(suspect.plan()).toEqual({ send: 'all' });
  die(suspect, 7, 1);
  expect(suspect.plan()).toEqual({ send: 'alone' });
  die(suspect, 7, 3);
  expect(suspect.plan()).toEqual({ send: 'behind', suspect: 7, distance: 1 });
  expect(convicts(suspect, 7, 8)).toEqual([false, false, true]);
  expect(suspect.plan()).toEqual({ send: 'all' });
});

test('a line that bore nothing for a while and bears everything again convicts nobody', () => {
  const suspect = openSuspect();
  die(suspect, 7, 5);
  expect(suspect.passed(8)).toBe(false);
  expect(suspect.plan()).toEqual({ send: 'alone' });
  expect(suspect.passed(7)).toBe(false);
  expect(suspect.plan()).toEqual({ send: 'all' });
});

test('where the one behind does not pass either, the line is to blame and the count begins anew', () => {
  const suspect = openSuspect();
  die(suspect, 7, 6);
  expect(suspect.plan()).toEqual({ send: 'all' });
  expect(suspect.passed(8)).toBe(false);
});

test('one that failed three times in its turn is left out, and whichever passes convicts the suspect alone', () => {
  const suspect = openSuspect();
  const asked = Array.from({ length: 7 }, () => {
    die(suspect, 7, 5);
    const plan = suspect.plan();
    suspect.died(undefined);
    return 'distance' in plan ? plan.distance : 0;
  });
  expect(asked).toEqual([1, 1, 1, 2, 2, 2, 3]);
  die(suspect, 7, 5);
  expect(convicts(suspect, 7, 10)).toEqual([false, false, true]);
  die(suspect, 8, 5);
  expect(suspect.plan()).toEqual({ send: 'behind', suspect: 8, distance: 1 });
});

test('where there is none to compare with, none is left out', () => {
  const suspect = openSuspect();
  for (let round = 0; round < 9; round++) {
    die(suspect, 7, 5);
    expect(suspect.plan()).toEqual({ send: 'behind', suspect: 7, distance: 1 });
    suspect.unmatched();
    expect(suspect.plan()).toEqual({ send: 'all' });
  }
});

test('a row that passes is acquitted; an older one that passes acquits nobody', () => {
  const suspect = openSuspect();
  die(suspect, 7, 4);
  expect(suspect.passed(6)).toBe(false);
  expect(suspect.plan()).toEqual({ send: 'alone' });
  expect(suspect.passed(7)).toBe(false);
  die(suspect, 7, 4);
  expect(suspect.plan()).toEqual({ send: 'alone' });
});

test('deaths with another row at the head, or with none, are not counted together', () => {
  const suspect = openSuspect();
  die(suspect, 7, 4);
  die(suspect, 8, 1);
  die(suspect, undefined, 9);
  expect(suspect.plan()).toEqual({ send: 'all' });
});
