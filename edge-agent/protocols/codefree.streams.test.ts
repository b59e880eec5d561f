/** The driver against a second decoder, over wires that spoil what they like: no reading that the other does not confirm. */
import { expect, test } from 'vitest';
import { hexOf } from '../../test/a-talk.ts';
import { onSpoiltDumps } from '../../test/on-a-spoilt-wire.ts';
import { confirmed, inWords } from '../../test/second/codefree.ts';
import { sdCodefree } from '../drivers/sd-codefree.ts';
import { bytesOf, fromHex } from './bytes.ts';
import { countMessage, DIRECTIONS, frameOf, wordOf } from './codefree.ts';

const hex = (message: Uint8Array): string => hexOf(frameOf(DIRECTIONS.fromMeter, message));
const record = (...rest: readonly number[]): string =>
  hex(bytesOf(0x20, 0, 26, ...rest, ...Array.from({ length: 7 }, (_, i) => i)));

const holding = (...records: readonly string[]) => ({
  [hexOf(wordOf(DIRECTIONS.toMeter, 'answer'))]: hex(countMessage(records.length)),
  [hexOf(wordOf(DIRECTIONS.toMeter, 'fetch'))]: [...records, hexOf(wordOf(DIRECTIONS.fromMeter, 'end'))].join('|'),
});

onSpoiltDumps(
  sdCodefree,
  {
    'three records': holding(
      record(11, 23, 9, 15, 0, 104, 0x10),
      record(11, 23, 7, 2, 2, 88, 0),
      record(2, 28, 23, 59, 0, 187, 0x20),
    ),
    'one record': holding(record(11, 23, 9, 15, 1, 0xaa, 0)),
  },
  confirmed,
  ({ deviceClock, event }) =>
    event.kind === 'glucose' ? inWords(deviceClock, event.meterValue, event.meal, event.mmolPerL) : 'another kind',
);

test('the second decoder itself says what the worked frame says, and nothing of a spoilt one', () => {
  const worked = fromHex('53 20 13 20 00 1A 0B 17 09 0F 00 68 10 00 00 00 00 00 00 00 58 AA');
  expect([...confirmed([{ question: '', answer: worked }])]).toEqual(['2026-11-23T09:15:00 104 before-meal 5.8']);
  expect(confirmed([{ question: '', answer: worked.with(11, 0x69) }]).size).toBe(0);
});
