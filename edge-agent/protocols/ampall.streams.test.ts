/** The driver against a second decoder, over wires that spoil what they like: no reading that the other does not confirm. */
import { expect, test } from 'vitest';
import { hexOf } from '../../test/a-talk.ts';
import { onSpoiltStreams } from '../../test/on-a-spoilt-wire.ts';
import { confirmed, inWords } from '../../test/second/ampall-bp868f.ts';
import { ampallBp868f } from '../drivers/ampall-bp868f.ts';
import { asciiOf } from './bytes.ts';

const RESULTS = ['^1200960720681^', '^1381020840720^', '^1380840841020^', '^1621190980780^', '^1090840710591^'];

onSpoiltStreams(
  ampallBp868f,
  { answers: {}, during: 'idle', frames: RESULTS.map((result) => hexOf(asciiOf(result))) },
  confirmed,
  (reading) => {
    if (reading.kind !== 'blood-pressure') return 'no pressure';
    const { systolicMmHg: sys, meanMmHg: mean, diastolicMmHg: dia, pulsePerMin: pulse } = reading;
    return inWords({ sys, mean, dia, pulse, irregular: reading.flags?.includes('irregular') === true });
  },
);

test('the second decoder reads the worked results by itself', () => {
  expect([...confirmed(asciiOf(RESULTS.join('')))]).toEqual([
    '120/72 mean 96 pulse 68 irregular',
    '138/84 mean 102 pulse 72',
    '162/98 mean 119 pulse 78',
    '109/71 mean 84 pulse 59 irregular',
  ]);
});
