/** The driver against a second decoder, over wires that spoil what they like: no reading that the other does not confirm. */
import { expect, test } from 'vitest';
import { hexOf } from '../../test/a-talk.ts';
import { onSpoiltStreams } from '../../test/on-a-spoilt-wire.ts';
import { confirmed } from '../../test/second/par-nibp2020.ts';
import { inWords } from '../../test/second/words.ts';
import { parNibp2020 } from '../drivers/par-nibp2020.ts';
import { fromHex } from './bytes.ts';

const text = (letters: string): string => hexOf(Buffer.from(`\x02${letters}\x03\r`, 'latin1'));
const FRAMES = [
  text('035C0S8'),
  text('999'), // over: now the status is asked for
  text('S1;A0;C00;M00;P138084102;R072;T    ;;F7'),
  text('S1;A0;C00;M11;P138084102;R072;T    ;;F9'), // movement, with the numbers of before
  text('S1;A0;C00;M03;P158098116;R---;T0005;;39'),
];
const ANSWERS = { '02 30 31 3B 3B 44 37 03': text('000C0S8') };

onSpoiltStreams(parNibp2020, { answers: ANSWERS, during: 'measure', frames: FRAMES }, confirmed, inWords);

test('the second decoder reads the worked frames by itself', () => {
  expect([...confirmed(Buffer.concat(FRAMES.map(fromHex)))]).toEqual(['bp 138 84 102 72', 'bp 158 98 116 ']);
});
