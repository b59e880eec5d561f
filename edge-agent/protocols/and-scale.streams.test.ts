/** The driver against a second decoder, over wires that spoil what they like: no weight that the other does not confirm. */
import { expect, test } from 'vitest';
import { hexOf } from '../../test/a-talk.ts';
import { onSpoiltGauges } from '../../test/on-a-spoilt-wire.ts';
import { confirmed, inWords } from '../../test/second/and-scale.ts';
import { andScale } from '../drivers/and-scale.ts';
import { asciiOf } from './bytes.ts';

const LINES = [
  'US,+00123.45  g',
  'ST,GS,+0012.350kg',
  'ST,GS,+0012.350kg',
  'ST,GS,+0012.350kg',
  'ST,GS,+0012.350kg',
  'OL,+9999999E+19',
  'US,GS,   245.5 g',
  'ST,GS    20.7g  ',
  'ST,NT,+   4.876kg',
];

onSpoiltGauges(
  andScale,
  { answers: {}, during: 'idle', frames: LINES.map((line) => hexOf(asciiOf(`${line}\r\n`))) },
  confirmed,
  (shown) => (shown.event === 'weight' ? inWords(shown.grams, shown.net ?? false, shown.stable) : 'no weight'),
);

test('the second decoder reads the worked lines by itself, stable where three say so', () => {
  expect([...confirmed(asciiOf(LINES.map((line) => `${line}\r\n`).join('')))]).toEqual([
    '123 g moving',
    '12350 g moving',
    '12350 g stable',
    '246 g moving',
    '21 g moving',
    '4876 g net moving',
  ]);
  expect(confirmed(asciiOf('OL,+9999999kg\r\nST,TR,+1.0kg\r\nST,+1.0kg\nST,+1..0kg\r\nST,GS,kg\r\n')).size).toBe(0);
});
