/** The driver against a second decoder, over wires that spoil what they like: no reading that the other does not confirm. */
import { expect, test } from 'vitest';
import { hexOf } from '../../test/a-talk.ts';
import { onSpoiltDumps } from '../../test/on-a-spoilt-wire.ts';
import { confirmed, inWords } from '../../test/second/truemetrix.ts';
import type { Reading } from '../domain/event.ts';
import type { StoredRecord } from '../domain/memory.ts';
import { driver } from '../drivers/driver.ts';
import { trueMetrix } from '../drivers/truemetrix.ts';
import { asciiOf, concat } from './bytes.ts';
import { fromMeter, greet, idle, messageOf, readOut, reportTo } from './truemetrix.ts';

const say = (...bodies: readonly string[]): string => hexOf(concat(...bodies.map(messageOf)));
const holding = (...results: readonly string[]) => ({
  [hexOf(reportTo('model'))]: say('iRC2'),
  [hexOf(reportTo('serialNumber'))]: say('z1ABC12345'),
  [hexOf(reportTo('clock'))]: say('t002009231126'),
  [hexOf(reportTo('results'))]: say(...results.map((digits) => `g5${digits}`), sumOf(results)),
});
const sumOf = (results: readonly string[]): string =>
  `x5${asciiOf(results.join(''))
    .reduce((all, letter) => all + letter, 0)
    .toString(16)
    .toUpperCase()
    .padStart(4, '0')}`;

function wordsOf({ deviceClock, event }: StoredRecord & { readonly event: Reading }): string {
  if (event.kind !== 'glucose') return 'another kind';
  const has = (flag: string): boolean => event.flags?.some((one) => one === flag) ?? false;
  const value = has('above-range') ? 'HI' : has('below-range') ? 'LO' : event.meterValue;
  return inWords({ time: deviceClock, value, control: has('control'), mmolPerL: event.mmolPerL });
}

onSpoiltDumps(
  driver({ ...trueMetrix, language: { cut: fromMeter.cut, gapMs: 250 }, greet, idle, readOut }),
  {
    'three results': holding('B91639306800', 'B91632226400', 'B8B285C06E01'),
    'one result, and one that is none': holding('291A3930BB00', 'D91639306800'),
  },
  confirmed,
  wordsOf,
);

test('the second decoder itself says what the worked results say, and nothing of a wrong sum', () => {
  const question = hexOf(reportTo('results'));
  const answer = (sum: string) => concat(...['g5B91639306800', 'g5B91632226400', 'g5B8B285C06E01', sum].map(messageOf));
  expect([...confirmed([{ question, answer: answer('x5079E') }])]).toEqual([
    '2026-11-23T09:15:00 104 5.8 ',
    '2026-11-23T08:02:00 HI  ',
    '2026-11-22T21:40:00 110 6.1 control',
  ]);
  expect(confirmed([{ question, answer: answer('x5079F') }]).size).toBe(0);
});
