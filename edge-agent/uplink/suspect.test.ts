import { expect, test } from 'vitest';
import { openSuspect } from './suspect.ts';

const die = (suspect: ReturnType<typeof openSuspect>, row: number | undefined, times: number): void => {
  for (let i = 0; i < times; i++) suspect.died(row);
};

test('after the second death the row at the head goes alone, after five the one behind it', () => {
  const suspect = openSuspect();
  die(suspect, 7, 1);
  expect(suspect.plan()).toEqual({ send: 'all' });
  die(suspect, 7, 1);
  expect(suspect.plan()).toEqual({ send: 'alone' });
  die(suspect, 7, 3);
  expect(suspect.plan()).toEqual({ send: 'behind', suspect: 7, distance: 1 });
  expect(suspect.passed(8)).toBe(true);
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
  expect(suspect.passed(10)).toBe(true);
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
