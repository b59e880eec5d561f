import { expect, test } from 'vitest';
import { LOOKS, lookName } from '../looks.ts';
import { everyCell, type LookedAt, pairwise, screenOf } from './pairwise.ts';

const chosen = pairwise();
const distinct = (all: readonly LookedAt[], facts: (one: LookedAt) => readonly unknown[]): Set<string> =>
  new Set(all.map((one) => facts(one).join('\n')));

test.each<[string, (one: LookedAt) => readonly unknown[]]>([
  ['every cell is there in each language', ({ cell, look }) => [cell.name, look.language]],
  [
    'every screen meets each panel with each of its text sizes',
    ({ cell, look }) => [screenOf(cell), look.panel, look.textSize],
  ],
  ['each language meets each panel with each of its text sizes', ({ look }) => [lookName(look)]],
])('%s', (_, facts) => {
  expect(distinct(chosen, facts)).toEqual(distinct(everyCell(), facts));
});

test('it is a fraction of the whole', () => {
  expect(chosen.length).toBeLessThan(everyCell().length / 2);
});

test('every cell is looked at thoroughly once, in each look some', () => {
  const thorough = chosen.filter((one) => one.thorough);
  expect(thorough.map(({ cell }) => cell.name).sort()).toEqual(
    [...new Set(chosen.map(({ cell }) => cell.name))].sort(),
  );
  expect(distinct(thorough, ({ look }) => [lookName(look)]).size).toBe(LOOKS.length);
});
