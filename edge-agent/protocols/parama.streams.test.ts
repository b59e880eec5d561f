/** The driver against a second decoder, over wires that spoil what they like: no reading that the other does not confirm. */
import { expect, test } from 'vitest';
import { hexOf } from '../../test/a-talk.ts';
import { onSpoiltStreams } from '../../test/on-a-spoilt-wire.ts';
import { confirmed, inWords } from '../../test/second/parama-ft201.ts';
import { paramaFt201 } from '../drivers/parama-ft201.ts';
import { asciiOf } from './bytes.ts';

const RESULTS = [
  '\x02 150502 0943 125 075 099\x03',
  '\x02 261123 1030 138 084 072\x03\x7f',
  '\x02 261123 1031     084 072\x03',
  '\x02 240229 2359 162 098 078\x03\x02',
  '\x02 261123 1033 109 071 059\x03',
];

onSpoiltStreams(
  paramaFt201,
  { answers: {}, during: 'idle', frames: RESULTS.map((result) => hexOf(asciiOf(result))) },
  confirmed,
  (reading) => {
    if (reading.kind !== 'blood-pressure') return 'no pressure';
    const { systolicMmHg: sys, diastolicMmHg: dia, pulsePerMin: pulse, deviceClock: time } = reading;
    return inWords({ time, sys, dia, pulse });
  },
);

test('the second decoder reads the worked results by itself', () => {
  expect([...confirmed(asciiOf(RESULTS.join('')))]).toEqual([
    '2015-05-02T09:43:00 125/75 pulse 99',
    '2026-11-23T10:30:00 138/84 pulse 72',
    '2024-02-29T23:59:00 162/98 pulse 78',
    '2026-11-23T10:33:00 109/71 pulse 59',
  ]);
  expect(confirmed(asciiOf('\x02 250229 2359 162 098 078\x03')).size).toBe(0);
});
