/** The driver against a second decoder, over wires that spoil what they like: no reading that the other does not confirm. */
import { expect, test } from 'vitest';
import { type Answers, hexOf } from '../../test/a-talk.ts';
import { onSpoiltDumps } from '../../test/on-a-spoilt-wire.ts';
import { wordsOf } from '../../test/second/mg-dl-words.ts';
import { confirmed } from '../../test/second/onetouch-ultra2.ts';
import { onetouchUltra2 } from '../drivers/onetouch-ultra2.ts';
import { asciiOf, concat } from './bytes.ts';
import { answer, command } from './ultra2-line.ts';

const ANSWERS: Answers = {
  [hexOf(command('DM@'))]: hexOf(answer('@ "ABC123DEY"')),
  [hexOf(command('DMF'))]: hexOf(answer('F "MON","11/23/26","09:16:02   "')),
  [hexOf(command('DMP'))]: hexOf(
    concat(
      ...[
        'P 004,"ABC123DEY","MMOL/L"',
        'P "MON","11/23/26","09:15:00   ","  101 ","B","00", 00',
        'P "MON","11/23/26","08:02:00   ","C 105 ","N","00", 00',
        'P "SUN","11/22/26","21:40:30   ","  018 ","A","05", 00',
        'P "THU","02/29/24","23:59:59   "," HIGH ","N","00", 00',
      ].map(answer),
    ),
  ),
};

onSpoiltDumps(onetouchUltra2, { 'a dump': ANSWERS }, confirmed, wordsOf);

test('the second decoder reads the worked lines by itself', () => {
  const worked = [
    'P 003,"ABC123DEY","MG/DL " 0594',
    'P "MON","11/23/26","09:15:00   ","  101 ","B","00", 00 099E',
    'P "MON","11/23/26","08:02:00   ","C 105 ","N","00", 00 09CC',
    'P "SUN","11/22/26","21:40:30   ","  123?","A","05", 00 09CB',
    'P "SUN","11/22/26","07:00:00   "," HIGH ","N","00", 00 0A1B',
    'P "SUN","11/22/26","07:00:00   "," HIGH ","N","00", 00 0A1C',
  ];
  expect([...confirmed([{ question: '', answer: asciiOf(`${worked.join('\r\n')}\r\n`) }])]).toEqual([
    '2026-11-23T09:15:00 101 5.6 before-meal ',
    '2026-11-23T08:02:00 105 5.8  control',
    '2026-11-22T07:00:00 HI   ',
  ]);
});
