/** The driver against a second decoder, over wires that spoil what they like: no reading that the other does not confirm. */
import { expect, test } from 'vitest';
import { onSpoiltStreams } from '../../test/on-a-spoilt-wire.ts';
import { confirmed, inWords } from '../../test/second/sinocare.ts';
import { sinocareSn } from '../drivers/sinocare-sn.ts';
import { fromHex } from './bytes.ts';

const START = '53 4E 04 00 04 03 0B';
const WORKED = '53 4E 10 00 04 04 1A 0B 17 09 0F 1E 00 3A 00 00 00 00 C4';

onSpoiltStreams(
  sinocareSn,
  {
    answers: {},
    during: 'idle',
    frames: [
      START,
      WORKED,
      '53 4E 10 00 04 04 1A 0B 17 09 14 00 00 0B 01 02 03 04 86',
      '53 4E 10 00 04 04 18 02 1D 17 3B 3B 01 4C 53 4E 00 00 CA',
    ],
  },
  confirmed,
  (reading) =>
    reading.kind === 'glucose'
      ? inWords(
          reading.deviceClock,
          reading.mmolPerL ?? (reading.flags?.some((flag) => flag === 'below-range') ? 'LO' : 'HI'),
        )
      : 'another kind',
);

test('the second decoder itself says what the worked frame says, and nothing of a wrong sum', () => {
  expect([...confirmed(fromHex(`${START} ${WORKED}`))]).toEqual(['2026-11-23T09:15:30 5.8']);
  expect(confirmed(fromHex(WORKED.replace('C4', 'C5'))).size).toBe(0);
});
