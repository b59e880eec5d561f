/** The driver against a second decoder, over wires that spoil what they like: no reading that the other does not confirm. */
import { expect, test } from 'vitest';
import { hexOf } from '../../test/a-talk.ts';
import { aFakeClock } from '../../test/fake-clock.ts';
import { onSpoiltDumps } from '../../test/on-a-spoilt-wire.ts';
import { confirmed, inWords } from '../../test/second/bioland.ts';
import { localClock } from '../domain/device-clock.ts';
import { bioland } from '../drivers/bioland.ts';
import { CATEGORIES, meterSays, request } from './bioland-frame.ts';
import { asciiOf, bytesOf, concat, fromHex } from './bytes.ts';

const NOW = localClock(aFakeClock().wall());
const info = concat(bytesOf(0x20, 3, 85, 2, 0), asciiOf('A12345678'));
const RESULTS = [
  [26, 11, 23, 9, 15, 0, 104, 0],
  [26, 11, 22, 21, 40, 0, 0x9c, 1],
  [24, 2, 29, 0, 0, 0, 72, 0],
];
const holding = (surplus: number) => ({
  [hexOf(request(CATEGORIES.info, NOW))]: hexOf(meterSays(CATEGORIES.info, info, surplus)),
  [hexOf(request(CATEGORIES.result, NOW))]: [
    ...RESULTS.map((result) => meterSays(CATEGORIES.result, bytesOf(...result), surplus)),
    meterSays(CATEGORIES.end, bytesOf(0), surplus),
  ]
    .map(hexOf)
    .join('|'),
});

onSpoiltDumps(
  bioland,
  { 'as the maker has it': holding(2), 'a plain sum': holding(0), 'four more': holding(4) },
  confirmed,
  ({ deviceClock, event }) =>
    event.kind === 'glucose' ? inWords(deviceClock, event.meterValue, event.mmolPerL) : 'another kind',
);

test('the second decoder itself says what the worked frames say, and nothing where their sums differ', () => {
  const said = (...answers: readonly string[]) => [
    ...confirmed(answers.map((hex) => ({ question: '', answer: fromHex(hex) }))),
  ];
  const INFO = '55 12 00 20 03 55 02 00 41 31 32 33 34 35 36 37 38 C8';
  const RESULT = '55 0C 03 1A 0B 16 15 28 00 9C 01 7B';
  expect(said(INFO, RESULT, '55 05 05 00 61')).toEqual(['2026-11-22T21:40:00 412 22.9']);
  expect(said(INFO, RESULT, '55 05 05 00 5F')).toEqual([]);
});
