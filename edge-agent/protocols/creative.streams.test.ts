/** The driver against a second decoder, over wires that spoil what they like: no reading that the other does not confirm. */
import { expect, test } from 'vitest';
import { onSpoiltStreams } from '../../test/on-a-spoilt-wire.ts';
import { confirmed } from '../../test/second/creative-pc.ts';
import { inWords } from '../../test/second/words.ts';
import { creativePc } from '../drivers/creative-pc.ts';
import { fromHex } from './bytes.ts';

const FRAMES = [
  'AA 55 42 04 01 00 4A C1',
  'AA 55 43 07 01 80 8A 67 56 48 88', // 138/86, mean 103, 72, irregular
  'AA 55 E2 05 01 00 01 08 7F', // 10.8 mmol/L
  'AA 55 E2 05 01 01 00 68 75', // 104 mg/dL
  'AA 55 E2 05 01 10 00 00 33', // LOW
  'AA 55 E3 05 01 00 00 68 E9', // Bioland, 104 mg/dL
  'AA 55 E2 05 01 82 00 00 54', // nothing is stored
  'AA 55 43 07 01 00 8A 67 56 48 43', // 138/86, mean 103, 72
  'AA 55 E2 05 01 20 00 00 ED', // HIGH
  'AA 55 43 03 02 02 75',
];

onSpoiltStreams(creativePc, { answers: {}, during: 'idle', frames: FRAMES }, confirmed, inWords);

test('the second decoder reads the worked frames by itself', () => {
  expect([...confirmed(Buffer.concat(FRAMES.map(fromHex)))]).toEqual([
    'bp 138 86 103 72 irregular',
    'bp 138 86 103 72',
    'glucose 10.8 mmol/L 10.8',
    'glucose 104 mg/dL 5.8',
    'glucose LO  ',
    'glucose HI  ',
  ]);
});
