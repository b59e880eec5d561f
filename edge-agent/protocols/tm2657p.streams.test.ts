/** The driver against a second decoder, over wires that spoil what they like: no reading that the other does not confirm. */
import { expect, test } from 'vitest';
import { hexOf } from '../../test/a-talk.ts';
import { onSpoiltStreams } from '../../test/on-a-spoilt-wire.ts';
import { confirmed, inWords } from '../../test/second/and-tm2657p.ts';
import { andTm2657p } from '../drivers/and-tm2657p.ts';
import { asciiOf } from './bytes.ts';

const message = (...fields: readonly string[]): string => `\x02${fields.join('\x1e')}\x03`;
const MESSAGES = [
  message(...'abcdf', 'S138', 'M102', 'D084', 'P072', 'g'),
  message('0001', '', 'x y', '261123', '1030', 'S121', 'M091', 'D076', 'P068'),
  message('0001', '7', 'x y', '261123', '1030', 'S162', 'M119', 'D098', 'P078', '0', '~'),
  message(...'abcdf', 'E1', 'g'),
  message(...'abcdf', 'S109', 'M084', 'D071', 'P059'),
];

onSpoiltStreams(
  andTm2657p,
  { answers: {}, during: 'idle', frames: MESSAGES.map((one) => hexOf(asciiOf(one))) },
  confirmed,
  (reading) => {
    if (reading.kind !== 'blood-pressure') return 'no pressure';
    const { systolicMmHg: sys, meanMmHg: mean, diastolicMmHg: dia, pulsePerMin: pulse } = reading;
    return inWords({ sys, mean, dia, pulse });
  },
);

test('the second decoder reads the messages by itself', () => {
  expect([...confirmed(asciiOf(MESSAGES.join('')))]).toEqual([
    '138/84 mean 102 pulse 72',
    '162/98 mean 119 pulse 78',
    '109/71 mean 84 pulse 59',
  ]);
});
