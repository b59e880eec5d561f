/** The console's colours by day and by night: 7:1 for text, 3:1 for lines and fills that mean something. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { coloursIn, ratioIn } from '../../../test/colour-ratio.ts';

const read = (file: string): string => readFileSync(join(import.meta.dirname, file), 'utf8');
const [own = '', night = ''] = read('dark.css').split('@media');
const day = coloursIn(read('../../parts/colours.css') + own);
const THEMES = { day, night: new Map([...day, ...coloursIn(night)]) };

const GROUNDS = ['paper', 'surface', 'warm'];
const STATES = ['ok', 'warn', 'danger', 'low', 'off'];
const TEXT: Readonly<Record<string, readonly string[]>> = {
  ink: [...GROUNDS, 'tint', ...STATES.map((state) => `${state}-ground`)],
  'ink-2': GROUNDS,
  indigo: [...GROUNDS, 'tint'],
  surface: ['indigo', 'indigo-press'], // on a primary key
  ...Object.fromEntries(STATES.map((state) => [state, ['surface', `${state}-ground`]])),
};
const FILLS: Readonly<Record<string, readonly string[]>> = {
  line: GROUNDS,
  indigo: GROUNDS, // the focus's outline
  calm: GROUNDS,
  amber: GROUNDS,
  broken: GROUNDS,
  kept: GROUNDS,
  off: GROUNDS,
  bars: ['surface', 'warm'],
};

const pairs = (of: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(THEMES).flatMap(([theme, colours]) =>
    Object.entries(of).flatMap(([colour, grounds]) =>
      grounds.map((ground) => ({ theme, colour, ground, ratio: ratioIn(colours, colour, ground) })),
    ),
  );

test('text has 7:1 on every ground that it meets', () => {
  expect(pairs(TEXT).filter(({ ratio }) => ratio < 7)).toEqual([]);
});

test('lines and fills have 3:1', () => {
  expect(pairs(FILLS).filter(({ ratio }) => ratio < 3)).toEqual([]);
});

test('the sun dot is told from its rim by day and from the ground by night', () => {
  expect(ratioIn(THEMES.day, 'sun', 'ink')).toBeGreaterThanOrEqual(3);
  expect(ratioIn(THEMES.night, 'sun', 'paper')).toBeGreaterThanOrEqual(3);
});

test('night has a colour of its own for all that day has here', () => {
  const used = new Set([...Object.keys(TEXT), ...Object.keys(FILLS), ...Object.values(TEXT).flat()]);
  const own = coloursIn(night);
  expect([...used].filter((name) => !own.has(name))).toEqual([]);
});
