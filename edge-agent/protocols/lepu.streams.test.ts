/** The driver against a second decoder, over wires that spoil what they like: no reading that the other does not confirm. */
import { expect, test } from 'vitest';
import { onSpoiltStreams } from '../../test/on-a-spoilt-wire.ts';
import { confirmed } from '../../test/second/lepu-nibp.ts';
import { inWords } from '../../test/second/words.ts';
import { lepuNibp } from '../drivers/lepu-nibp.ts';
import { fromHex } from './bytes.ts';

const FRAMES = [
  'AA 55 0B 03 F6 04 02 00 96 00 16',
  'AA 55 14 04 F6 04 04 20 00 00 00 00 88 00 54 00 66 00 48 B6', // 136/84, mean 102, 72
  'AA 55 0A 02 F6 04 01 01 4B 5F',
  'AA 55 14 05 F6 04 04 00 07 00 00 00 88 00 54 00 66 00 48 96', // movement, with numbers beside it
  'AA 55 14 06 F6 04 04 00 00 00 00 00 9E 00 62 00 74 00 51 6B', // 158/98, mean 116, 81
];

const ANSWERS = {
  'AA 55 08 00 F0 04 01 E0': 'AA 55 0A 01 F6 04 01 01 4F 67',
  'AA 55 08 00 F0 04 03 5C': 'AA 55 0A 02 F6 04 01 03 41 B0',
};

onSpoiltStreams(lepuNibp, { answers: ANSWERS, during: 'measure', frames: FRAMES }, confirmed, inWords);

test('the second decoder reads the worked frames by itself', () => {
  expect([...confirmed(Buffer.concat(FRAMES.map(fromHex)))]).toEqual(['bp 136 84 102 72', 'bp 158 98 116 81']);
});
