/** The driver against a second decoder, over wires that spoil what they like: no weight that the other does not confirm. */
import { expect, test } from 'vitest';
import { hexOf } from '../../test/a-talk.ts';
import { onSpoiltAnswers } from '../../test/on-a-spoilt-wire.ts';
import { confirmed, inWords } from '../../test/second/modbus-weight.ts';
import { modbusWeight } from '../drivers/modbus-weight.ts';
import { concat, fromHex } from './bytes.ts';
import { answerFrame, exceptionFrame } from './modbus-frame.ts';

const ANSWERS = [
  fromHex('01 03 04 00 00 30 3E 6F E3'),
  fromHex('01 03 04 FF FF FF D8 BB BD'),
  exceptionFrame(1, 2),
  answerFrame(1, [1, 0x0103]),
  answerFrame(1, [0x0104, 0x0103]),
  concat(fromHex('01 03 00 00 00 02 C4 0B'), answerFrame(1, [0, 1])),
];

onSpoiltAnswers(
  modbusWeight,
  { question: '010300000002C40B', answers: ANSWERS.map(hexOf), forMs: 550 },
  confirmed,
  (shown) => (shown.event === 'weight' ? inWords(shown.grams) : 'no weight'),
);

test('the second decoder reads the worked answers by itself', () => {
  expect([...confirmed(concat(...ANSWERS))]).toEqual(['12350 g', '-40 g', '65795 g', '17039619 g', '1 g']);
  expect(confirmed(fromHex('01 03 04 00 00 30 3E 6F E2 01 03 04 00 00 30 3E E3 6F')).size).toBe(0);
});
