import { describe, expect, test } from 'vitest';
import { type Answers, aTalk, hexOf } from '../../test/a-talk.ts';
import { onABadDump, readOutOf } from '../../test/on-a-bad-dump.ts';
import type { Glucose } from '../domain/event.ts';
import type { StoredRecord } from '../domain/memory.ts';
import { sdCodefree } from '../drivers/sd-codefree.ts';
import { asciiOf, bytesOf, concat, fromHex } from './bytes.ts';
import { countMessage, DIRECTIONS, frameOf, recordOf, wordOf } from './codefree.ts';

const OPENING = '53 20 04 10 30 20 AA';
const ANSWER = '53 10 04 10 40 50 AA';
const FETCH = '53 10 04 10 60 70 AA';
const COUNT_3 = `53 20 18 30 00 03${' AA'.repeat(19)} 99 AA`;
const BEFORE_MEAL_104 = '53 20 13 20 00 1A 0B 17 09 0F 00 68 10 00 00 00 00 00 00 00 58 AA';
const END = '53 20 04 10 70 60 AA';

const fromMeter = (...message: readonly number[]): string => hexOf(frameOf(DIRECTIONS.fromMeter, bytesOf(...message)));
/** The bytes that nobody understands "change independently of any settings": whatever they are, they say nothing. */
const AFTER_MEAL_187 = fromMeter(0x21, 7, 26, 11, 22, 21, 40, 0, 187, 0x20, 1, 2, 3, 0xff, 0xaa, 0x53, 7);
const NO_MEAL_95 = fromMeter(0x20, 0, 26, 11, 23, 7, 2, 0, 95, 0, 0, 0, 0, 0, 0, 0, 0);
const ANSWERS: Answers = { [ANSWER]: COUNT_3, [FETCH]: [BEFORE_MEAL_104, NO_MEAL_95, AFTER_MEAL_187, END].join('|') };

const stored = (
  index: number,
  deviceClock: string,
  mmolPerL: number,
  meterValue: number,
  more: Partial<Glucose> = {},
) =>
  ({
    index,
    deviceClock,
    event: { event: 'reading', kind: 'glucose', mmolPerL, meterValue, meterUnit: 'mg/dL', deviceClock, ...more },
  }) satisfies StoredRecord;
const RECORDS = [
  stored(1, '2026-11-22T21:40:00', 10.4, 187, { meal: 'after-meal' }),
  stored(2, '2026-11-23T07:02:00', 5.3, 95),
  stored(3, '2026-11-23T09:15:00', 5.8, 104, { meal: 'before-meal' }),
];
const silentWith = async (answers: Answers) => (await readOutOf(sdCodefree, answers)).memory;

describe('its memory', () => {
  onABadDump(sdCodefree, {
    answers: ANSWERS,
    truth: { unit: {}, records: RECORDS },
    length: 5,
    mayAsk: /^531004104050AA$|^531004106070AA$/,
    asksOnce: true,
  });

  test('is answered once, and fetched once a record and once more', async () => {
    const { sent } = await readOutOf(sdCodefree, ANSWERS);
    expect(sent).toEqual([ANSWER, FETCH, FETCH, FETCH, FETCH].map((hex) => hex.replaceAll(' ', '')));
  });

  test('of which one record less or more comes than it counts is none', async () => {
    expect(await silentWith({ ...ANSWERS, [FETCH]: [BEFORE_MEAL_104, NO_MEAL_95, END].join('|') })).toBe('silent');
    expect(await silentWith({ ...ANSWERS, [FETCH]: BEFORE_MEAL_104 })).toBe('silent');
  });

  test('that counts more than any can hold is none, and is not fetched', async () => {
    const count = hexOf(frameOf(DIRECTIONS.fromMeter, countMessage(1001)));
    const { memory, sent } = await readOutOf(sdCodefree, { ...ANSWERS, [ANSWER]: count });
    expect({ memory, sent: sent.length }).toEqual({ memory: 'unavailable', sent: 1 });
  });

  test('that is empty is read as empty', async () => {
    const empty = { [ANSWER]: fromMeter(...countMessage(0)), [FETCH]: END };
    expect(await silentWith(empty)).toMatchObject({ mark: '0', records: [] });
  });
});

test.each([
  [DIRECTIONS.fromMeter, bytesOf(0x10, 0x30), OPENING],
  [DIRECTIONS.toMeter, bytesOf(0x10, 0x40), ANSWER],
  [DIRECTIONS.fromMeter, countMessage(3), COUNT_3],
  [DIRECTIONS.toMeter, bytesOf(0x10, 0x60), FETCH],
  [
    DIRECTIONS.toMeter,
    asciiOf('ADATE202611230920'),
    '53 10 13 41 44 41 54 45 32 30 32 36 31 31 32 33 30 39 32 30 59 AA',
  ],
  [DIRECTIONS.fromMeter, bytesOf(0x10, 0x70), END],
])('frame %#, as on the wire', (direction, message, hex) => {
  expect(hexOf(frameOf(direction, message))).toBe(hex.replaceAll(' ', ''));
});

describe.each(['greet', 'idle'] as const)('%s', (talk) => {
  const ended = async (...chunks: readonly Uint8Array[]) => {
    const meter = aTalk(sdCodefree, ANSWERS);
    let over = false;
    const talking = meter[talk]().then(
      () => {
        over = true;
      },
      () => {},
    );
    await meter.clock.pass(3_600_000);
    for (const chunk of chunks) meter.hear(chunk);
    await meter.clock.pass(1000);
    const found = over;
    meter.gone();
    await meter.clock.until(talking);
    return { over: found, sent: meter.sent };
  };

  test('ends when the meter opens, a zero before it or not, and says nothing itself', async () => {
    for (const opening of [fromHex(OPENING), concat(bytesOf(0), fromHex(OPENING))])
      expect(await ended(opening)).toEqual({ over: true, sent: [] });
  });

  test('waits for ever on whatever else comes', async () => {
    for (const hex of [END, COUNT_3, BEFORE_MEAL_104, ANSWER, OPENING.replace('20 AA', '21 AA')])
      expect(await ended(fromHex(hex))).toEqual({ over: false, sent: [] });
  });
});

test('a bit that is wrong in a column twice is not seen: the exclusive or proves one wrong bit of a message, not two', () => {
  const twice = fromHex(BEFORE_MEAL_104).map((byte, at) => (at === 7 || at === 11 ? byte ^ 1 : byte));
  expect(sdCodefree.check).toBe('xor-8');
  expect(hexOf(frameOf(DIRECTIONS.fromMeter, twice.slice(3, -2)))).toBe(hexOf(twice));
});

describe('what a record says', () => {
  const at = (fields: readonly number[], high: number, low: number, meal: number) =>
    recordOf(bytesOf(0x20, 0, ...fields, high, low, meal, 0, 0, 0, 0, 0, 0, 0), 1).event;
  const TIME = [26, 11, 23, 9, 15];

  test.each([
    ['a month that is none', [26, 13, 23, 9, 15], 0, 104, 0, 'date'],
    ['a day that is none', [26, 2, 29, 9, 15], 0, 104, 0, 'date'],
    ['a meal that no source knows', TIME, 0, 104, 0x30, 'unknown'],
    ['no blood', TIME, 0, 0, 0, 'implausible'],
    ['more than any meter shows', TIME, 2, 89, 0, 'implausible'],
    ['the largest number', TIME, 0xff, 0xff, 0, 'implausible'],
  ])('%s is refused', (_, fields, high, low, meal, reason) => {
    expect(at(fields, high, low, meal)).toEqual({ event: 'rejected', reason });
  });

  test('600 mg/dL is the most', () => {
    expect(at(TIME, 2, 88, 0)).toMatchObject({ mmolPerL: 33.3, meterValue: 600 });
  });
});

test('it says the two words of the source, and no other', () => {
  expect([wordOf(DIRECTIONS.toMeter, 'answer'), wordOf(DIRECTIONS.toMeter, 'fetch')].map(hexOf)).toEqual(
    [ANSWER, FETCH].map((hex) => hex.replaceAll(' ', '')),
  );
});
