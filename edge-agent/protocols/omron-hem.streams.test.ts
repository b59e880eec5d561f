/** The driver against a second decoder, over wires that spoil what they like: no reading that the other does not confirm. */
import { expect, test } from 'vitest';
import { type Answers, hexOf } from '../../test/a-talk.ts';
import { onSpoiltDumps } from '../../test/on-a-spoilt-wire.ts';
import { confirmed, inWords } from '../../test/second/omron-hem.ts';
import { omronHemUsb } from '../drivers/omron-hem-usb.ts';
import { asciiOf, bytesOf, fromHex } from './bytes.ts';
import { countedReports } from './counted-report.ts';
import { countIn, okWith, type Question, readingAt, SERIAL_NUMBER, VERSION } from './omron-frame.ts';

const asked = ({ bytes }: Question): string => countedReports(bytes).map(hexOf).join('');
const answered = (...data: readonly number[]): string => hexOf(okWith(bytesOf(...data)));

const ANSWERS: Answers = {
  '0700000000000000 0500000000000000': '4F 4B',
  [asked(VERSION)]: hexOf(okWith(asciiOf('M7080IT 207'))),
  [asked(SERIAL_NUMBER)]: answered(6, 0, 0, 0, 0, 0, 0),
  [asked(countIn(0))]: answered(0, 10, 0, 1),
  [asked(readingAt(0, 0, 17))]: answered(24, 2, 29, 7, 5, 59, 0, 1, 4, 120, 90, 0, 0x33),
  [asked(countIn(1))]: answered(0, 10, 0, 1),
  [asked(readingAt(1, 0, 17))]: answered(25, 12, 31, 23, 59, 59, 0, 0, 128, 82, 70, 0, 2),
};

onSpoiltDumps(
  omronHemUsb,
  { 'two users': ANSWERS },
  confirmed,
  ({ user, deviceClock, event }) => {
    if (event.kind !== 'blood-pressure') return 'no blood pressure';
    return inWords({
      user,
      time: deviceClock,
      systolic: event.systolicMmHg,
      diastolic: event.diastolicMmHg,
      pulse: event.pulsePerMin,
      irregular: event.flags?.includes('irregular') === true,
      movement: event.flags?.includes('movement') === true,
    });
  },
  countedReports,
);

test('the second decoder reads the worked frames by itself', () => {
  const exchange = (question: string, answer: string) => ({ question, answer: fromHex(answer) });
  const right = [
    exchange('07474D4500000000', '4F 4B 00 07 01 03 00 06 33 00 00 70 4B 47 00 00 4C'),
    exchange('07474D4500010000', '4F 4B 00 1A 0B 17 0A 1F 05 00 01 2C 78 5A 00 03 1A'),
  ];
  expect([...confirmed(right)]).toEqual([
    'user 1 at 2007-01-03T00:06:51: 112/75, 71',
    'user 2 at 2026-11-23T10:31:05: 300/120, 90 irregular moved',
  ]);
  const wrong = ['4F 4B 00 1A 0B 17 0A 1E 00 00 00 A2 62 4E 00 00 9D', '4F 4B 00 1A 0B 17 0A'];
  expect(confirmed(wrong.map((answer) => exchange('07474D4500000000', answer))).size).toBe(0);
});
