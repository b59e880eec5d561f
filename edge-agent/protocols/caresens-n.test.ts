import { describe, expect, test } from 'vitest';
import type { Answers } from '../../test/a-talk.ts';
import { hexOf } from '../../test/a-talk.ts';
import { flips } from '../../test/bad-bytes.ts';
import { onABadDump, readOutOf } from '../../test/on-a-bad-dump.ts';
import type { DeviceEvent } from '../domain/event.ts';
import { caresensN } from '../drivers/caresens-n.ts';
import { asciiOf, bytesOf, concat, fromHex } from './bytes.ts';
import { HELLO, memoryBytes, memoryRead, packet } from './caresens-frame.ts';
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
const serialBlock = (model = 3): string =>
  hexOf(memoryBytes(bytesOf(0x39, 0x30, 7, 0, model, 0, 0, 0, 0, 0)));
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

const glucose = (mmolPerL: number, meterValue: number, more: object): DeviceEvent => ({
  event: 'reading',
  kind: 'glucose',
  mmolPerL,
  meterValue,
  meterUnit: 'mg/dL',
  ...more,
});
const stored = (index: number, deviceClock: string, event: DeviceEvent) => ({ index, deviceClock, event });
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
