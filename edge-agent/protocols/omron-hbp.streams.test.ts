/** The driver against a second decoder, over wires that spoil what they like: no reading that the other does not confirm. */
import { expect, test } from 'vitest';
import { hexOf } from '../../test/a-talk.ts';
import { onSpoiltStreams } from '../../test/on-a-spoilt-wire.ts';
import { confirmed, inWords } from '../../test/second/omron-hbp.ts';
import { omronHbp } from '../drivers/omron-hbp.ts';
import { asciiOf } from './bytes.ts';

const LINES = [
  'bp,99999999999999999999,2023/04/27,15:06,140,098,077,068,3\r\n',
  '2026,11,23,10,30,                    ,0,162,098,078,1\r\n',
  'bp,12345678901234567890,2016/01/25,01:05,100,075,050,065,0\r',
  '2026,11,23,10,31,                    ,7,   ,   ,   ,0\r\n',
];

onSpoiltStreams(
  omronHbp,
  { answers: {}, during: 'idle', frames: LINES.map((line) => hexOf(asciiOf(line))) },
  confirmed,
  (reading) => {
    if (reading.kind !== 'blood-pressure') return 'no pressure';
    const { systolicMmHg: sys, meanMmHg: mean, diastolicMmHg: dia, pulsePerMin: pulse, deviceClock: time } = reading;
    return inWords({ time, sys, mean, dia, pulse, moved: reading.flags?.includes('movement') === true });
  },
);

test('the second decoder reads the worked lines by itself', () => {
  expect([...confirmed(asciiOf(LINES.join('')))]).toEqual([
    '2023-04-27T15:06:00 140/77 mean 98 pulse 68 moved',
    '2026-11-23T10:30:00 162/98 mean none pulse 78 moved',
    '2016-01-25T01:05:00 100/50 mean 75 pulse 65',
  ]);
  for (const wrong of ['2025,02,29,09,05,', '2026,11,23,10,60,', '0026,11,23,10,30,'])
    expect(confirmed(asciiOf(`${wrong}${' '.repeat(20)},0,120,080,072,0\r\n`)).size, wrong).toBe(0);
});
