/** The driver against a second decoder, over wires that spoil what they like: no reading that the other does not confirm. */
import { expect, test } from 'vitest';
import { onSpoiltStreams } from '../../test/on-a-spoilt-wire.ts';
import { confirmed } from '../../test/second/bptru-bpm200.ts';
import { inWords } from '../../test/second/words.ts';
import { bptruBpm200 } from '../drivers/bptru-bpm200.ts';
import { fromHex } from './bytes.ts';

const FRAMES = [
  '02 49 96 00 00 00 91 03',
  '02 42 00 8A 54 48 27 03', // 138/84, 72
  '02 42 81 00 00 00 2B 03',
  '02 42 40 14 54 48 39 03',
  '02 41 05 86 52 46 61 03', // an average: not taken
  '02 42 00 9E 62 51 E6 03', // 158/98, 81
];

onSpoiltStreams(bptruBpm200, { answers: {}, during: 'idle', frames: FRAMES }, confirmed, inWords);

test('the second decoder reads the worked frames by itself', () => {
  expect([...confirmed(Buffer.concat(FRAMES.map(fromHex)))]).toEqual(['bp 138 84  72', 'bp 158 98  81']);
});
