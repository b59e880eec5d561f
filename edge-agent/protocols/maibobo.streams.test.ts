/** The driver against a second decoder, over wires that spoil what they like: no reading that the other does not confirm. */
import { expect, test } from 'vitest';
import { onSpoiltStreams } from '../../test/on-a-spoilt-wire.ts';
import { confirmed } from '../../test/second/maibobo-rbp.ts';
import { inWords } from '../../test/second/words.ts';
import { maiboboRbp } from '../drivers/maibobo-rbp.ts';
import { fromHex } from './bytes.ts';

const FRAMES = [
  'AA 80 03 04 01 05 00 78 7B',
  'AA 80 03 0F 01 06 00 1A 0B 17 0A 1E 00 00 88 00 54 00 48 8D', // 136/84, 72
  'AA 80 03 04 01 05 00 B4 B7',
  'AA 80 03 0F 01 06 00 1A 0B 17 0B 02 00 00 9E 00 62 00 51 A9', // 158/98, 81
  'AA 80 03 03 01 07 02 04',
  'AA 80 03 03 01 03 00 02',
];

onSpoiltStreams(maiboboRbp, { answers: {}, during: 'idle', frames: FRAMES }, confirmed, inWords);

test('the second decoder reads the worked frames by itself', () => {
  expect([...confirmed(Buffer.concat(FRAMES.map(fromHex)))]).toEqual(['bp 136 84  72', 'bp 158 98  81']);
});
