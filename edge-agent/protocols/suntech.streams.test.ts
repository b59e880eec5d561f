/** The driver against a second decoder, over wires that spoil what they like: no reading that the other does not confirm. */
import { expect, test } from 'vitest';
import { onSpoiltStreams } from '../../test/on-a-spoilt-wire.ts';
import { confirmed } from '../../test/second/suntech-oem.ts';
import { inWords } from '../../test/second/words.ts';
import { suntechOem } from '../drivers/suntech-oem.ts';
import { fromHex } from './bytes.ts';

const FRAMES = [
  '3E 05 B4 00 09',
  '3E 04 4B 73', // done: now the result is asked for
  '3E 18 73 00 4A 00 1E 01 00 00 00 00 00 00 31 07 55 00 58 00 00 00 00 E9', // 115/74, mean 88, 85
  '3E 18 A2 00 62 00 1C 00 00 00 00 00 00 00 00 00 4E 00 77 00 00 00 00 C5', // 162/98, mean 119, 78
  '3E 18 73 00 4A 00 1E 01 00 00 00 00 00 00 31 07 55 00 58 00 57 00 00 92', // an error, with the numbers of before
];

onSpoiltStreams(
  suntechOem,
  { answers: { '3A 20 A6': '3E 04 4F 6F', '3A 79 01 00 4C': '3E 04 41 7D' }, during: 'measure', frames: FRAMES },
  confirmed,
  inWords,
);

test('the second decoder reads the worked frames by itself', () => {
  expect([...confirmed(Buffer.concat(FRAMES.map(fromHex)))]).toEqual(['bp 115 74 88 85', 'bp 162 98 119 78']);
});
