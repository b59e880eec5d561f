/** The driver against a second decoder, over wires that spoil what they like: no weight that the other does not confirm. */
import { expect, test } from 'vitest';
import { hexOf } from '../../test/a-talk.ts';
import { onSpoiltAnswers } from '../../test/on-a-spoilt-wire.ts';
import { confirmed, inWords } from '../../test/second/mt-sics.ts';
import { mtSics } from '../drivers/mt-sics.ts';
import { asciiOf } from './bytes.ts';

const LINES = [
  'S S     100.00 g',
  'S S     100.00 g',
  'S D      12.35 kg',
  'S S     -12.35 kg',
  'S S     -12.35 kg',
  'S I',
  'S S       1.50 kg',
];

onSpoiltAnswers(
  mtSics,
  { question: '53490D0A', answers: LINES.map((line) => hexOf(asciiOf(`${line}\r\n`))), forMs: 900 },
  confirmed,
  (shown) => (shown.event === 'weight' ? inWords(shown.grams, shown.stable) : 'no weight'),
);

test('the second decoder reads the worked lines by itself, a stable weight when it was said twice', () => {
  expect([...confirmed(asciiOf(LINES.map((line) => `${line}\r\n`).join('')))]).toEqual([
    '100 g stable',
    '12350 g moving',
    '-12350 g stable',
  ]);
  expect(confirmed(asciiOf('S S 1.0 kg\nS D 1 lb\r\nS D 1 kg 2\r\nS D x kg\r\nS D 2 kg')).size).toBe(0);
});
