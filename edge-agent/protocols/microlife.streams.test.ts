/** The driver against a second decoder, over wires that spoil what they like: no reading that the other does not confirm. */
import { expect, test } from 'vitest';
import { type Answers, hexOf } from '../../test/a-talk.ts';
import { onSpoiltDumps } from '../../test/on-a-spoilt-wire.ts';
import { confirmed, inWords } from '../../test/second/microlife.ts';
import { microlifeUsb } from '../drivers/microlife-usb.ts';
import { asciiOf } from './bytes.ts';
import { countedReports } from './counted-report.ts';
import { answerWith } from './microlife-text.ts';

const RECORDS = [
  '26112310300000000481508A00000000',
  '261123103100000004E188A200000000',
  '2402290705000000041140780000FFFF',
];
const memoryOf = (records: readonly string[]): Answers => ({
  '0412161822000000': hexOf(answerWith(`000${records.length}00004B494F534B30310000000000${records.join('')}`)),
});

onSpoiltDumps(
  microlifeUsb,
  { three: memoryOf(RECORDS), one: memoryOf(RECORDS.slice(2)) },
  confirmed,
  ({ deviceClock, event }) => {
    if (event.kind !== 'blood-pressure' || event.flags) return 'no such reading';
    const { systolicMmHg, diastolicMmHg, pulsePerMin } = event;
    return inWords({ time: deviceClock, systolic: systolicMmHg, diastolic: diastolicMmHg, pulse: pulsePerMin });
  },
  countedReports,
);

test('the second decoder reads the worked memory by itself', () => {
  const worked =
    '\x06000200004B494F534B3031000000000026112310300000000481508A00000000261123103100000004E188A200000000F3';
  const inText = (text: string) => confirmed([{ question: '', answer: asciiOf(text) }]);
  expect([...inText(worked)]).toEqual(['at 2026-11-23T10:30:00: 138/84, 72', 'at 2026-11-23T10:31:00: 162/98, 78']);
  for (const wrong of [worked.replace('F3', 'F4'), worked.slice(1), worked.replace('\x060002', '\x060001')])
    expect(inText(wrong).size).toBe(0);
});
