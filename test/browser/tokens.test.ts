/** The colours as they are written, before any screen uses them: 7:1 for text, 3:1 for lines and rims, on every ground they meet. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const parts = join(import.meta.dirname, '..', '..', 'ui', 'parts');
const css = globSync('*.css', { cwd: parts }).map((file) => readFileSync(join(parts, file), 'utf8'));
const COLOURS = new Map(
  css.flatMap((text) =>
    [...text.matchAll(/--([\w-]+):\s*(#[\da-f]{3,6});/gi)].map(([, name = '', hex = '']) => [name, hex] as const),
  ),
);

function luminance(name: string): number {
  const hex = COLOURS.get(name);
  if (!hex) throw new RangeError(`no colour --${name}`);
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit) : (hex.slice(1).match(/../g) ?? []);
  const [red = 0, green = 0, blue = 0] = digits
    .map((two) => Number.parseInt(two, 16) / 255)
    .map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function ratio(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

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
