/** The driver against a second decoder, over wires that spoil what they like: no reading that the other does not confirm. */
import { expect, test } from 'vitest';
import { hexOf } from '../../test/a-talk.ts';
import { onSpoiltStreams } from '../../test/on-a-spoilt-wire.ts';
import { confirmed, inWords } from '../../test/second/terumo-bp500.ts';
import { terumoBp500 } from '../drivers/terumo-bp500.ts';
import { asciiOf } from './bytes.ts';

const RESULTS = [
  '\x02R1,000000000,210427,153000,128,097,082,084,0000,0000,00000,000\x03?',
  '\x02R1,000000000,261123,103000,138,102,084,072,0000,0000,00000,000\x03\x02',
  '\x02R1,000000000,261123,103000,138,102,084,072,0001,0000,00000,000\x03?',
  '\x02R1,ab-000 ~7,240229,235959,162,119,098,078,0000,0000,00000,000\x03\x03',
];

onSpoiltStreams(
  terumoBp500,
  { answers: {}, during: 'idle', frames: RESULTS.map((result) => hexOf(asciiOf(result))) },
  confirmed,
  (reading) => {
    if (reading.kind !== 'blood-pressure') return 'no pressure';
    const { systolicMmHg: sys, meanMmHg: mean, diastolicMmHg: dia, pulsePerMin: pulse, deviceClock: time } = reading;
    return inWords({ time, sys, mean, dia, pulse });
  },
);

test('the second decoder reads the worked results by itself', () => {
  expect([...confirmed(asciiOf(RESULTS.join('')))]).toEqual([
    '2021-04-27T15:30:00 128/82 mean 97 pulse 84',
    '2026-11-23T10:30:00 138/84 mean 102 pulse 72',
    '2024-02-29T23:59:59 162/98 mean 119 pulse 78',
  ]);
  expect(confirmed(asciiOf(RESULTS.join('').replaceAll('R1', 'R2'))).size).toBe(0);
});
