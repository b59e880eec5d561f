import { describe, expect, test } from 'vitest';
import { aTalk, hexOf, toldOf } from '../../test/a-talk.ts';
import { onABadWire } from '../../test/on-a-bad-wire.ts';
import type { BloodPressure, DeviceEvent } from '../domain/event.ts';
import { omronHbp } from '../drivers/omron-hbp.ts';
import { asciiOf } from './bytes.ts';

const hex = (text: string): string => hexOf(asciiOf(text));
const from = (first: number, end: number): number[] => Array.from({ length: end - first }, (_, i) => first + i);
const reading = (facts: Omit<BloodPressure, 'event' | 'kind'>): DeviceEvent[] => [
  { event: 'reading', kind: 'blood-pressure', ...facts },
];

/** A flip at `unseen` cannot be seen: one digit becomes another, the rest agrees. The line comes once; nothing more can be asked. */
describe('the worked lines', () => {
  onABadWire(omronHbp, {
    answers: {},
    firstByte: [...asciiOf('0123456789bMI')],
    next: {
      hex: hex('2026,11,23,11,45,                    ,0,134,086,070,0\r\n'),
      tells: {
        event: 'reading',
        kind: 'blood-pressure',
        systolicMmHg: 134,
        diastolicMmHg: 86,
        pulsePerMin: 70,
        deviceClock: '2026-11-23T11:45:00',
      },
    },
    frames: [
      {
        what: '120/80, pulse 72, with an ID',
        hex: '323032362C30372C31312C30392C30352C31323334353637383930313233343536373839302C302C3132302C3038302C3037322C300D0A',
        tells: reading({
          systolicMmHg: 120,
          diastolicMmHg: 80,
          pulsePerMin: 72,
          deviceClock: '2026-07-11T09:05:00',
        }),
        unread: from(17, 37),
        unseen: [2, 3, 6, 8, 9, 11, 12, 14, 15, 38, 41, 42, 45, 46, 48, 49, 50, 52],
      },
      {
        what: '162/98, pulse 78, the arm moved',
        hex: '323032362C31312C32332C31302C33302C20202020202020202020202020202020202020202C302C3136322C3039382C3037382C310D0A',
        tells: reading({
          systolicMmHg: 162,
          diastolicMmHg: 98,
          pulsePerMin: 78,
          flags: ['movement'],
          deviceClock: '2026-11-23T10:30:00',
        }),
        unread: from(17, 37),
        unseen: [2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 38, 41, 42, 45, 46, 48, 49, 50, 52],
      },
      {
        what: 'error 7',
        hex: '323032362C31312C32332C31302C33312C20202020202020202020202020202020202020202C372C2020202C2020202C2020202C300D0A',
        tells: [{ event: 'failure', kind: 'unknown', code: '7' }],
        unread: [...from(0, 4), 5, 6, 8, 9, 11, 12, 14, 15, ...from(17, 37), 52],
        unseen: [38],
      },
      {
        what: 'HBP-9020: 100/50, mean 75, pulse 65',
        hex: '62702C31323334353637383930313233343536373839302C323031362F30312F32352C30313A30352C3130302C3037352C3035302C3036352C300D',
        tells: reading({
          systolicMmHg: 100,
          diastolicMmHg: 50,
          meanMmHg: 75,
          pulsePerMin: 65,
          deviceClock: '2016-01-25T01:05:00',
        }),
        unread: from(3, 23),
        unseen: [26, 27, 29, 30, 32, 33, 35, 36, 38, 39, 42, 43, 46, 47, 50, 51, 53, 54, 55, 57],
      },
    ],
  });
});

const NOBODY = ' '.repeat(20);
const told = (...lines: readonly string[]) => toldOf(omronHbp, {}, 'idle', lines.map(asciiOf));
const refused = (reason: string) => [{ event: 'rejected', reason }];

test.each([
  ['a leap day', `2024,02,29,23,59,${NOBODY},0,120,080,072,0\r\n`, { deviceClock: '2024-02-29T23:59:00' }],
  ['an ID of signs and commas', '2026,11,23,10,30,~,/ bp,0,1,2,3,4,5!!,0,120,080,072,0\r\n', { pulsePerMin: 72 }],
  ['HBP-9020, the digit 3', 'bp,99999999999999999999,2023/04/27,15:06,140,098,077,068,3\r\n', { flags: ['movement'] }],
  ['HBP-9020, LF alone', `bp,${NOBODY},2026/11/23,10:30,138,102,084,072,0\n`, { meanMmHg: 102, diastolicMmHg: 84 }],
])('%s: a reading', async (_, line, facts) => {
  expect(await told(line)).toMatchObject([{ event: 'reading', ...facts }]);
});

test.each([
  ['no leap year', '2025,02,29,09,05,12345678901234567890,0,120,080,072,0\r\n', 'date'],
  ['minute 60', `2026,11,23,10,60,${NOBODY},0,120,080,072,0\r\n`, 'date'],
  ['another century', `0026,11,23,10,30,${NOBODY},0,120,080,072,0\r\n`, 'date'],
  ['systolic 261', `2026,11,23,10,31,${NOBODY},0,261,080,072,0\r\n`, 'range'],
  ['systolic 059', `2026,11,23,10,31,${NOBODY},0,059,040,072,0\r\n`, 'range'],
  ['diastolic 216', `2026,11,23,10,31,${NOBODY},0,250,216,072,0\r\n`, 'range'],
  ['diastolic 029', `2026,11,23,10,31,${NOBODY},0,120,029,072,0\r\n`, 'range'],
  ['pulse 181', `2026,11,23,10,31,${NOBODY},0,120,080,181,0\r\n`, 'range'],
  ['pulse 039', `2026,11,23,10,31,${NOBODY},0,120,080,039,0\r\n`, 'range'],
  ['no numbers and no error', `2026,11,23,10,31,${NOBODY},0,   ,   ,   ,0\r\n`, 'unknown'],
  ['an error with some numbers', `2026,11,23,10,31,${NOBODY},7,120,   ,072,0\r\n`, 'unknown'],
  ['a sign', `2026,11,23,10,31,${NOBODY},0,120,+80,072,0\r\n`, 'unknown'],
  ['a blank in a number', `2026,11,23,10,31,${NOBODY},0,120, 80,072,0\r\n`, 'unknown'],
  ['a zero byte in the ID', `2026,11,23,10,31,\0${NOBODY.slice(1)},0,120,080,072,0\r\n`, 'unknown'],
  ['an ID of 19', `2026,11,23,10,31,${NOBODY.slice(1)},0,120,080,072,0\r\n`, 'length'],
  ['format 5 without its LF', `2026,11,23,10,31,${NOBODY},0,120,080,072,0\r`, 'length'],
  ['format 5 without its CR', `2026,11,23,10,31,${NOBODY},0,120,080,072,0\n`, 'unknown'],
  ['HBP-9020: mean below diastolic', `bp,${NOBODY},2026/11/23,10:30,138,083,084,072,0\r`, 'implausible'],
  ['HBP-9020: 30 February', `bp,${NOBODY},2026/02/30,10:30,138,102,084,072,0\r`, 'date'],
  ['HBP-9020: one number missing', `bp,${NOBODY},2026/11/23,10:30,138,   ,084,072,3\r`, 'unknown'],
  ['format 3 of the HBP-9030', `ID99999999B${'0'.repeat(40)}\r\n`, 'unsupported'],
])('%s is refused', async (_, line, reason) => {
  expect(await told(line)).toEqual([expect.objectContaining({ event: 'rejected', reason })]);
});

test('format 1, whose fields end in CR, is unsupported, and the next line is heard', async () => {
  const next = `2026,11,23,10,30,${NOBODY},0,138,084,072,0\r\n`;
  expect(await told(`MMBP203N\r${NOBODY}\r`, next)).toMatchObject([...refused('unsupported'), { systolicMmHg: 138 }]);
});

test.each([
  ['numbers beside an error', `2026,11,23,10,31,${NOBODY},4,120,080,072,0\r\n`, '4'],
  ['HBP-9020 without numbers', `bp,${NOBODY},2026/11/23,10:30,   ,   ,   ,   ,3\r`, '3'],
  ['HBP-9020 with zeros', `bp,${NOBODY},2026/11/23,10:30,000,000,000,000,0\r`, undefined],
])('%s: an error, and no number', async (_, line, code) => {
  expect(await told(line)).toEqual([{ event: 'failure', kind: 'unknown', ...(code && { code }) }]);
});

test('a number that would be dangerous is refused as that', async () => {
  const line = `2026,02,30,10,31,${NOBODY},0,190,120,072,0\r\n`;
  expect(await told(line)).toEqual([{ event: 'rejected', reason: 'date', dangerous: true }]);
});

test('half a line, then silence, is refused once, and hides nothing of the next', async () => {
  const talk = aTalk(omronHbp);
  const idling = talk.idle().catch(() => {});
  talk.hear(asciiOf('2026,11,23,10,30,'));
  await talk.clock.pass(500);
  talk.hear(asciiOf(`2026,11,23,10,31,${NOBODY},0,138,084,072,0\r\n`));
  await talk.clock.pass(1);
  expect(talk.told).toMatchObject([...refused('length'), { event: 'reading', systolicMmHg: 138 }]);
  expect(talk.sent).toEqual([]);
  talk.gone();
  await talk.clock.until(idling);
});

test('what never ends is not kept', async () => {
  const talk = aTalk(omronHbp);
  const idling = talk.idle().catch(() => {});
  for (let i = 0; i < 100; i++) talk.hear(asciiOf('12345678901234567890'));
  await talk.clock.pass(1);
  expect(talk.counters.noiseBytes).toBe(2000 - 58);
  talk.gone();
  await talk.clock.until(idling);
});
