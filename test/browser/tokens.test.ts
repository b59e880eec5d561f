/** The colours as they are written, before any screen uses them: 7:1 for text, 3:1 for lines and rims, on every ground they meet. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { coloursIn, ratioIn } from '../colour-ratio.ts';

const parts = join(import.meta.dirname, '..', '..', 'ui', 'parts');
const css = globSync('*.css', { cwd: parts }).map((file) => readFileSync(join(parts, file), 'utf8'));
const COLOURS = coloursIn(css.join('\n'));

const ratio = (one: string, other: string): number => ratioIn(COLOURS, one, other);

const STATES = ['ok', 'warn', 'high', 'danger', 'low', 'off'];

/** Colour of text → every ground that it stands on. */
const TEXT: Readonly<Record<string, readonly string[]>> = {
  ink: ['surface', 'paper', 'warm', 'tint', 'sun', ...STATES.map((state) => `${state}-ground`)],
  'ink-2': ['surface', 'paper', 'warm'],
  indigo: ['surface', 'paper', 'warm', 'tint'],
  surface: ['indigo', 'indigo-press', 'danger', 'danger-press', 'ink', ...STATES],
  ...Object.fromEntries(STATES.map((state) => [state, ['surface', `${state}-ground`]])),
};

/** Colour of a rim or a line → what it must be told from. */
const LINES: Readonly<Record<string, readonly string[]>> = {
  line: ['surface', 'paper', 'warm', 'off-ground'],
  indigo: ['tint', 'paper', 'sand-2'],
  systolic: ['surface'],
  diastolic: ['surface'],
  ink: ['sun'],
};

const pairs = (of: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(of).flatMap(([colour, grounds]) => grounds.map((ground) => [colour, ground] as const));

test('ratios are those of WCAG 2', () => {
  COLOURS.set('black', '#000').set('white', '#ffffff').set('grey', '#767676');
  expect(ratio('black', 'white')).toBeCloseTo(21, 5);
  expect(ratio('white', 'grey')).toBeCloseTo(4.54, 2);
});

test.each(pairs(TEXT))('text in --%s is read on --%s', (colour, ground) => {
  expect(ratio(colour, ground)).toBeGreaterThanOrEqual(7);
});

test.each(pairs(LINES))('a line in --%s is seen on --%s', (colour, ground) => {
  expect(ratio(colour, ground)).toBeGreaterThanOrEqual(3);
});
