import { describe, expect, test } from 'vitest';
import type { Answers } from '../../test/a-talk.ts';
import { hexOf } from '../../test/a-talk.ts';
import { flips } from '../../test/bad-bytes.ts';
import { onABadDump, readOutOf } from '../../test/on-a-bad-dump.ts';
import type { Glucose } from '../domain/event.ts';
import type { StoredRecord } from '../domain/memory.ts';
import { caresensN } from '../drivers/caresens-n.ts';
import { bytesOf, concat, fromHex } from './bytes.ts';
import { memoryBytes, memoryRead, packet } from './caresens-frame.ts';
import { recordOfMemory, recordOfPage } from './caresens-record.ts';

const RSNB = '02 69 53 50 63 07 52 53 4E 42 B1 4C 03';
const RTIM = '02 69 53 50 63 07 52 54 49 4D 75 CF 03';
const NCOT = '02 69 53 50 63 07 4E 43 4F 54 BB 7F 03';
const GLUE_1_TO_3 = '02 69 53 50 63 0A 47 4C 55 45 00 01 03 60 EB 03';
const PAGE_OF_3 =
  '02 69 53 50 63 22 47 4C 55 45 1A 0B 17 09 0F 00 20 00 68 1A 0B 17 0C 05 1E 02 00 BB 1A 0B 17 0C 0A 00 01 00 6E 86 BA 03';
const PAGE_OF_2 = '02 69 53 50 63 19 47 4C 55 45 1A 0B 17 0D 00 00 40 00 0C 1A 0B 17 0D 05 00 08 02 59 39 DF 03';
const NEWER: Answers = {
  '80': '2E',
  [RSNB]: '02 69 53 50 63 13 52 53 4E 42 43 4E 50 30 37 41 31 32 33 34 35 00 C5 8D 03',
  [RTIM]: '02 69 53 50 63 0D 52 54 49 4D 1A 0B 17 09 14 05 52 47 03',
  [NCOT]: '02 69 53 50 63 09 4E 43 4F 54 00 03 EF FE 03',
  [GLUE_1_TO_3]: PAGE_OF_3,
};
const ECRC = '02 69 53 50 63 07 45 43 52 43 CC 56 03';

const SERIAL_BLOCK = '8B 11 20 13 24 10 2A';
const COUNT = '8B 11 20 18 26 10 22';
const END_OF_LOG = '8B 1F 2F '.repeat(8);
const record = (index: number): string => hexOf(memoryRead(0xe200 + 8 * index, 8));
/** Product number 12345, batch 7, model 3 (CNP), version 0. */
const serialBlock = (model = 3): string => hexOf(memoryBytes(bytesOf(0x39, 0x30, 7, 0, model, 0, 0, 0, 0, 0)));
const OLDER: Answers = {
  '80': '8B 12 20',
  [SERIAL_BLOCK]: serialBlock(),
  [COUNT]: '8B 10 22 8B 10 20',
  '8B 1E 22 10 20 10 28': '8B 11 2A 8B 10 2B 8B 11 27 8B 10 29 8B 10 2F 8B 10 20 8B 16 28 8B 10 20',
  '8B 1E 22 10 28 10 28': '8B 11 2A 8B 10 2B 8B 11 27 8B 10 2C 8B 10 25 8B 10 20 8B 1C 2B 8B 12 27',
  [record(2)]: '8B 11 2A 8B 10 2B 8B 11 27 8B 10 2C 8B 10 26 8B 10 20 8B 18 2E 8B 14 2E',
  [record(3)]: '8B 11 2A 8B 10 2B 8B 11 27 8B 10 2C 8B 10 27 8B 10 20 8B 1B 2C 8B 10 22',
  [record(4)]: END_OF_LOG,
};
const MAY_ASK =
  /^(80|8B1[0-9A-F]2[0-9A-F]1[0-9A-F]2[0-9A-F]1[0-9A-F]2[0-9A-F]|0269535063..(52534E42|5254494D|4E434F54|474C5545).*)$/;

const glucose = (mmolPerL: number, meterValue: number, more: Partial<Glucose>): Glucose => ({
  event: 'reading',
  kind: 'glucose',
  mmolPerL,
  meterValue,
  meterUnit: 'mg/dL',
  ...more,
});
const stored = (index: number, deviceClock: string, event: StoredRecord['event']): StoredRecord => ({
  index,
  deviceClock,
  event,
});
const refused = (reason: string) => ({ event: 'rejected', reason });
const at = (time: string): string => `2026-11-23T${time}`;

const NEWER_RECORDS = [
  stored(1, at('09:15:00'), glucose(5.8, 104, { deviceClock: at('09:15:00') })),
  stored(2, at('12:05:30'), glucose(10.4, 187, { meal: 'after-meal', deviceClock: at('12:05:30') })),
  stored(3, at('12:10:00'), glucose(6.1, 110, { flags: ['control'], deviceClock: at('12:10:00') })),
];
const OLDER_RECORDS = [
  stored(0, at('09:15:00'), glucose(5.8, 104, { deviceClock: at('09:15:00') })),
  stored(1, at('12:05:00'), glucose(10.4, 187, { meal: 'after-meal', deviceClock: at('12:05:00') })),
  stored(2, at('12:06:00'), glucose(6.1, 110, { flags: ['control'], deviceClock: at('12:06:00') })),
  stored(3, at('12:07:00'), { event: 'reading', kind: 'glucose', flags: ['above-range'], deviceClock: at('12:07:00') }),
];

describe('a newer meter', () => {
  onABadDump(caresensN, {
    answers: NEWER,
    truth: { unit: { serialNumber: 'CNP07A12345' }, records: NEWER_RECORDS, deviceClock: at('09:20:05') },
    length: 6,
    mayAsk: MAY_ASK,
  });
});

describe('an older meter', () => {
  onABadDump(caresensN, {
    answers: OLDER,
    truth: { unit: { model: 'CNP', serialNumber: 'CNP07A12345' }, records: OLDER_RECORDS },
    length: 17,
    mayAsk: MAY_ASK,
  });
});

test.each([RSNB, RTIM, NCOT, GLUE_1_TO_3, ECRC, PAGE_OF_3, PAGE_OF_2])('the check value of %s', (hex) => {
  const frame = fromHex(hex);
  expect(packet(String.fromCharCode(...frame.subarray(6, 10)), frame.slice(10, -3))).toEqual(frame);
});

test('a meter that did not hear the question well is asked again at once', async () => {
  const { memory, tookMs } = await readOutOf(caresensN, NEWER, (answer, nth) => [nth === 1 ? fromHex(ECRC) : answer]);
  expect(memory).toMatchObject({ records: NEWER_RECORDS });
  expect(tookMs).toBeLessThan(1000);
});

describe('which language', () => {
  test.each(['2E', '8B 12 2E', '00 2E 00'])('%s: packets', async (hello) => {
    expect((await readOutOf(caresensN, { ...NEWER, '80': hello })).memory).toMatchObject({ records: NEWER_RECORDS });
  });

  test.each(['20', '8B 12 20', '00 20 00'])('%s: memory reads', async (hello) => {
    expect((await readOutOf(caresensN, { ...OLDER, '80': hello })).memory).toMatchObject({ records: OLDER_RECORDS });
  });

  test('2F, of which nothing is documented, is refused and counted, and asked nothing', async () => {
    const { memory, told, sent } = await readOutOf(caresensN, { '80': '2F' });
    expect({ memory, told, sent }).toEqual({
      memory: 'unavailable',
      told: [refused('unsupported')],
      sent: ['80', '80'],
    });
  });

  test('a meter that is off is asked five times, four seconds apart', async () => {
    const { memory, sent, tookMs } = await readOutOf(caresensN, {});
    expect({ memory, sent }).toEqual({ memory: 'silent', sent: ['80', '80', '80', '80', '80'] });
    expect(tookMs).toBeGreaterThanOrEqual(20_000);
  });
});

describe('pages of records', () => {
  const glue = (from: number, count: number): string => hexOf(packet('GLUE', bytesOf(0, from, count)));
  const pageOf = (...records: readonly Uint8Array[]): Uint8Array => packet('GLUE', concat(...records));
  const records = [0, 1, 2].map((i) => fromHex(PAGE_OF_3).slice(10 + 9 * i, 19 + 9 * i));
  const uncheckedHex = (page: Uint8Array): string =>
    hexOf(page.map((byte, i) => (i === page.length - 2 || i === page.length - 3 ? 0 : byte)));
  const alone = Object.fromEntries(records.map((bytes, i) => [glue(i + 1, 1), uncheckedHex(pageOf(bytes))]));
  const unchecked = { ...NEWER, ...alone, [GLUE_1_TO_3]: uncheckedHex(fromHex(PAGE_OF_3)) };

  test('without a check value count when each record comes the same again by itself', async () => {
    const { memory, told } = await readOutOf(caresensN, unchecked);
    expect(memory).toMatchObject({ records: NEWER_RECORDS });
    expect(told).toEqual([refused('checksum'), refused('checksum'), refused('checksum')]);
  });

  test('one bit wrong in the page every time it comes: that record is refused, the others stand', async () => {
    const payload = { from: 10 * 8, to: 37 * 8 };
    for (const [bit, page] of flips(fromHex(PAGE_OF_3)).entries()) {
      if (bit < payload.from || bit >= payload.to) continue;
      const spoilt = Math.floor((bit - payload.from) / 72);
      const { memory } = await readOutOf(caresensN, { ...unchecked, [GLUE_1_TO_3]: hexOf(page) });
      expect(memory).toMatchObject({
        records: expect.arrayContaining([
          ...NEWER_RECORDS.filter((_, i) => i !== spoilt),
          { index: spoilt + 1, event: refused('checksum') },
        ]),
      });
    }
  });

  test('ketone is refused, HI has no number', async () => {
    const two = { ...NEWER, [NCOT]: hexOf(packet('NCOT', bytesOf(0, 2))), [glue(1, 2)]: PAGE_OF_2 };
    const { memory } = await readOutOf(caresensN, two);
    expect(memory).toMatchObject({
      records: [
        stored(1, at('13:00:00'), { event: 'rejected', reason: 'unsupported' }),
        stored(2, at('13:05:00'), {
          event: 'reading',
          kind: 'glucose',
          flags: ['above-range'],
          deviceClock: at('13:05:00'),
        }),
      ],
    });
  });

  test('one that comes again while the next is asked for is not taken for that', async () => {
    const held = Array.from({ length: 54 }, (_, i) => bytesOf(26, 11, 23, 9, i, 0, 0x20, 0, 100 + i));
    const full = {
      ...NEWER,
      [NCOT]: hexOf(packet('NCOT', bytesOf(0, 54))),
      [glue(1, 27)]: hexOf(pageOf(...held.slice(0, 27))),
      [glue(28, 27)]: hexOf(pageOf(...held.slice(27))),
    };
    const nothing = Array.from({ length: 3 }, () => bytesOf());
    const { memory, told } = await readOutOf(caresensN, full, (answer, nth) =>
      nth === 4 ? [answer, ...nothing, answer] : nth === 5 ? [...nothing, ...nothing, answer] : [answer],
    );
    expect(told).toEqual([refused('order')]);
    expect(memory).toMatchObject({
      records: held.map((_, i) => ({ index: i + 1, event: { meterValue: 100 + i } })),
    });
  });

  test('no records, no page', async () => {
    const { memory, sent } = await readOutOf(caresensN, { ...NEWER, [NCOT]: hexOf(packet('NCOT', bytesOf(0, 0))) });
    expect(memory).toMatchObject({ records: [] });
    expect(sent).not.toContain(hexOf(fromHex(GLUE_1_TO_3)));
  });

  test('a count beyond any memory is none', async () => {
    const { memory } = await readOutOf(caresensN, { ...NEWER, [NCOT]: hexOf(packet('NCOT', bytesOf(0xff, 0xff))) });
    expect(memory).toBe('unavailable');
  });

  test('whatever order the meter keeps, the oldest comes first', async () => {
    const turned = { ...NEWER, [GLUE_1_TO_3]: hexOf(pageOf(...records.toReversed())) };
    const { memory } = await readOutOf(caresensN, turned);
    expect(memory).toMatchObject({ records: [{ index: 3 }, { index: 2 }, { index: 1 }] });
  });
});

describe('a memory', () => {
  test('of a model that is none of the table is not guessed at', async () => {
    const { memory, told, sent } = await readOutOf(caresensN, { ...OLDER, [SERIAL_BLOCK]: serialBlock(0x12) });
    expect(memory).toMatchObject({ unit: {}, records: [] });
    expect(told).toEqual([refused('unsupported')]);
    expect(sent.filter((hex) => hex.startsWith('8B1E') || hex.startsWith('8B1D') || hex.startsWith('8B1C'))).toEqual(
      [],
    );
  });

  test('whose log is shorter than its count says so', async () => {
    const { memory } = await readOutOf(caresensN, { ...OLDER, [COUNT]: hexOf(memoryBytes(bytesOf(200, 0))) });
    expect(memory).toMatchObject({ records: expect.arrayContaining([{ index: 4, event: refused('length') }]) });
  });

  test('ends where no time stands', async () => {
    const noTime = { ...OLDER, [record(2)]: hexOf(memoryBytes(bytesOf(26, 13, 23, 12, 0, 0, 104, 0))) };
    const { memory, sent } = await readOutOf(caresensN, noTime);
    expect(memory).toMatchObject({
      records: [{ index: 2, event: refused('date') }, ...OLDER_RECORDS.slice(0, 2)],
    });
    expect(sent).not.toContain(record(3));
  });

  test('that never comes the same twice is refused, and the rest is read', async () => {
    let turn = 0;
    const { memory } = await readOutOf(caresensN, OLDER, (answer, nth) =>
      nth >= 7 && nth < 13 ? [memoryBytes(bytesOf(26, 11, 23, 12, 5, 0, 100 + turn++, 0))] : [answer],
    );
    expect(memory).toMatchObject({
      records: [{ index: 1, event: refused('checksum') }, OLDER_RECORDS[0], OLDER_RECORDS[2], OLDER_RECORDS[3]],
    });
  });

  test('of another meter than at the beginning belongs to neither', async () => {
    const swapped = hexOf(memoryBytes(bytesOf(0x40, 0x30, 7, 0, 3, 0, 0, 0, 0, 0)));
    const { memory } = await readOutOf(caresensN, OLDER, (answer, nth) => [nth >= 15 ? fromHex(swapped) : answer]);
    expect(memory).toBe('unplugged');
  });
});

test('older meters: a bit that is wrong in every reading alike is seen but in these bytes of a record', async () => {
  const [question, answer] = ['8B 1E 22 10 20 10 28', OLDER['8B 1E 22 10 20 10 28'] ?? ''];
  const unseen = new Set<number>();
  for (const [bit, spoilt] of flips(fromHex(answer)).entries()) {
    const { memory } = await readOutOf(caresensN, { ...OLDER, [question]: hexOf(spoilt) });
    if (typeof memory === 'string') continue;
    const told = memory.records.find(({ index }) => index === 0)?.event;
    if (told?.event === 'reading' && JSON.stringify(told) !== JSON.stringify(OLDER_RECORDS[0]?.event))
      unseen.add(bit >> 3);
  }
  // Of each triplet the two that hold data; of month, hour and the number's upper byte only the lower half: no more is possible.
  expect([...unseen]).toEqual([1, 2, 5, 7, 8, 11, 13, 14, 16, 17, 19, 20, 23]);
});

describe('what a record says', () => {
  const time = [26, 11, 23, 9, 15, 0];
  const deviceClock = at('09:15:00');
  const reading = (facts: object) => ({ event: 'reading', kind: 'glucose', ...facts, deviceClock });
  const number = (mmolPerL: number, meterValue: number, more = {}) =>
    reading({ mmolPerL, meterValue, meterUnit: 'mg/dL', ...more });

  test.each([
    [0x20, 104, number(5.8, 104)],
    [0xa0, 104, number(5.8, 104)],
    [0x10, 101, number(5.6, 101, { meal: 'fasting' })],
    [0x02, 187, number(10.4, 187, { meal: 'after-meal' })],
    [0x03, 187, number(10.4, 187, { meal: 'after-meal', flags: ['control'] })],
    [0x04, 19, reading({ flags: ['below-range'] })],
    [0x84, 19, reading({ flags: ['below-range'] })],
    [0x08, 601, reading({ flags: ['above-range'] })],
    [0x09, 601, reading({ flags: ['above-range', 'control'] })],
    [0x20, 20, number(1.1, 20)],
    [0x20, 600, number(33.3, 600)],
    [0x20, 19, refused('range')],
    [0x20, 601, refused('range')],
    [0x40, 12, refused('unsupported')],
    [0x41, 12, refused('unsupported')],
    [0x0c, 100, refused('unknown')],
    [0x12, 100, refused('unknown')],
  ])('flags %i, %i mg/dL', (flags, mgPerDl, event) => {
    expect(recordOfPage(bytesOf(...time, flags, mgPerDl >> 8, mgPerDl & 0xff), 1).event).toEqual(event);
  });

  test.each([
    [104, number(5.8, 104)],
    [10_187, number(10.4, 187, { meal: 'after-meal' })],
    [20_110, number(6.1, 110, { flags: ['control'] })],
    [30_110, number(6.1, 110, { meal: 'after-meal', flags: ['control'] })],
    [700, reading({ flags: ['above-range'] })],
    [10_700, reading({ meal: 'after-meal', flags: ['above-range'] })],
    [10, reading({ flags: ['below-range'] })],
    [20_010, reading({ flags: ['below-range', 'control'] })],
    [9, refused('range')],
    [601, refused('range')],
    [10_000, refused('range')],
    [20_000, refused('range')],
    [65_535, refused('range')],
  ])('number %i', (said, event) => {
    expect(recordOfMemory(bytesOf(...time, said & 0xff, said >> 8), 0).event).toEqual(event);
  });

  test.each([
    [[26, 0, 23, 9, 15, 0]],
    [[26, 13, 23, 9, 15, 0]],
    [[26, 2, 29, 9, 15, 0]],
    [[26, 11, 31, 9, 15, 0]],
    [[26, 11, 23, 24, 15, 0]],
    [[26, 11, 23, 9, 60, 0]],
    [[26, 11, 23, 9, 15, 60]],
  ])('%j is no time', (fields) => {
    expect(recordOfPage(bytesOf(...fields, 0x20, 0, 104), 1)).toEqual({ index: 1, event: refused('date') });
  });

  test('a leap day is one', () => {
    expect(recordOfPage(bytesOf(28, 2, 29, 0, 0, 0, 0x20, 0, 104), 1).deviceClock).toBe('2028-02-29T00:00:00');
  });
});
