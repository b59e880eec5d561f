import { expect, test } from 'vitest';
import { lookName } from '../looks.ts';
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
