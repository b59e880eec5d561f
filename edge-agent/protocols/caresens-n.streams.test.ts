/** The driver against a second decoder, over wires that spoil what they like: no reading that the other does not confirm. */
import { expect, test } from 'vitest';
import { type Answers, hexOf } from '../../test/a-talk.ts';
import { onSpoiltDumps } from '../../test/on-a-spoilt-wire.ts';
import { confirmed, inWords } from '../../test/second/caresens-n.ts';
import { caresensN } from '../drivers/caresens-n.ts';
import { bytesOf, concat, fromHex } from './bytes.ts';
import { memoryBytes, memoryRead, packet } from './caresens-frame.ts';

const TIMES = [
  [26, 11, 23, 9, 15, 0],
  [26, 11, 23, 12, 5, 30],
  [26, 11, 23, 12, 10, 0],
  [24, 2, 29, 23, 59, 59],
];

const glue = (from: number, count: number): string => hexOf(packet('GLUE', bytesOf(0, from, count)));
const kept = TIMES.map((time, i) =>
  bytesOf(
    ...time,
    [0x20, 0x02, 0x01, 0x08][i] ?? 0,
    ...([
      [0, 104],
      [0, 187],
      [0, 110],
      [2, 89],
    ][i] ?? []),
  ),
);
const NEWER: Answers = {
  '80': '2E',
  [hexOf(packet('RSNB'))]: hexOf(packet('RSNB', bytesOf(...Buffer.from('CNP07A12345'), 0))),
  [hexOf(packet('RTIM'))]: hexOf(packet('RTIM', bytesOf(26, 11, 23, 12, 20, 0))),
  [hexOf(packet('NCOT'))]: hexOf(packet('NCOT', bytesOf(0, 4))),
  [glue(1, 4)]: hexOf(packet('GLUE', concat(...kept))),
  ...Object.fromEntries(kept.map((record, i) => [glue(i + 1, 1), hexOf(packet('GLUE', record))])),
};
/** Its pages carry no check value. */
const UNCHECKED: Answers = Object.fromEntries(
  Object.entries(NEWER).map(([question, answer]) => {
    const bytes = fromHex(answer);
    const page = answer.startsWith('0269535063') && answer.slice(12, 20) === '474C5545';
    return [
      question,
      page ? hexOf(bytes.map((byte, at) => (at >= bytes.length - 3 && at < bytes.length - 1 ? 0 : byte))) : answer,
    ];
  }),
);
const OLDER: Answers = {
  '80': '20',
  [hexOf(memoryRead(0x1034, 10))]: hexOf(memoryBytes(bytesOf(0x39, 0x30, 7, 0, 3, 0, 0, 0, 0, 0))),
  [hexOf(memoryRead(0x1086, 2))]: hexOf(memoryBytes(bytesOf(4, 0))),
  ...Object.fromEntries(
    [104, 10_187, 20_110, 700].map((value, i) => [
      hexOf(memoryRead(0xe200 + 8 * i, 8)),
      hexOf(memoryBytes(bytesOf(...(TIMES[i] ?? []), value & 0xff, value >> 8))),
    ]),
  ),
  [hexOf(memoryRead(0xe220, 8))]: '8B 1F 2F '.repeat(8),
};

onSpoiltDumps(caresensN, { newer: NEWER, unchecked: UNCHECKED, older: OLDER }, confirmed, ({ deviceClock, event }) => {
  if (event.kind !== 'glucose') return 'no glucose';
  const beyond = event.flags?.includes('above-range') ? 'HI' : 'LO';
  return inWords({
    time: deviceClock,
    value: event.meterValue ?? beyond,
    meal: event.meal,
    control: event.flags?.includes('control') === true,
    mmolPerL: event.mmolPerL,
  });
});

test('the second decoder reads the worked frames by itself', () => {
  const page =
    '02 69 53 50 63 22 47 4C 55 45 1A 0B 17 09 0F 00 20 00 68 1A 0B 17 0C 05 1E 02 00 BB 1A 0B 17 0C 0A 00 01 00 6E 86 BA 03';
  const memory = '8B 11 2A 8B 10 2B 8B 11 27 8B 10 2C 8B 10 25 8B 10 20 8B 1C 2B 8B 12 27';
  const twice = { question: '8B1E2210281028', answer: fromHex(memory) };
  expect([...confirmed([{ question: '', answer: fromHex(page) }, twice, twice])]).toEqual([
    '2026-11-23T09:15:00 104 5.8  ',
    '2026-11-23T12:05:30 187 10.4 after-meal ',
    '2026-11-23T12:10:00 110 6.1  control',
    '2026-11-23T12:05:00 187 10.4 after-meal ',
  ]);
  expect(confirmed([twice]).size).toBe(0);
});
