import { describe, expect, test } from 'vitest';
import { hexOf, toldOf } from '../../test/a-talk.ts';
import { onABadWire } from '../../test/on-a-bad-wire.ts';
import type { DeviceEvent } from '../domain/event.ts';
import { paramaFt201 } from '../drivers/parama-ft201.ts';
import { asciiOf } from './bytes.ts';

const told = (...results: readonly string[]): Promise<DeviceEvent[]> =>
  toldOf(paramaFt201, {}, 'idle', results.map(asciiOf));
const reading = (systolicMmHg: number, diastolicMmHg: number, pulsePerMin: number, time: string): DeviceEvent => ({
  event: 'reading',
  kind: 'blood-pressure',
  systolicMmHg,
  diastolicMmHg,
  pulsePerMin,
  deviceClock: `${time}:00`,
});
const NEXT = '\x02 261123 1145 133 085 066\x03';
const next = reading(133, 85, 66, '2026-11-23T11:45');

/** A flip at `unseen` cannot be seen: one digit becomes another, the rest agrees. The result comes once; nothing can be asked. */
describe('the worked results', () => {
  onABadWire(paramaFt201, {
    answers: {},
    firstByte: [0x02, 0xbf],
    next: { hex: hexOf(asciiOf(NEXT)), tells: next },
    frames: [
      {
        what: '125/75, pulse 99',
        hex: '02 20 31 35 30 35 30 32 20 30 39 34 33 20 31 32 35 20 30 37 35 20 30 39 39 03',
        tells: [reading(125, 75, 99, '2015-05-02T09:43')],
        unseen: [2, 3, 5, 6, 7, 9, 10, 11, 12, 15, 16, 19, 20, 22, 23, 24],
      },
      {
        what: '138/84, pulse 72',
        hex: '02 20 32 36 31 31 32 33 20 31 30 33 30 20 31 33 38 20 30 38 34 20 30 37 32 03',
        tells: [reading(138, 84, 72, '2026-11-23T10:30')],
        unseen: [2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 15, 16, 19, 20, 22, 23, 24],
      },
      {
        what: 'no systolic',
        hex: '02 20 32 36 31 31 32 33 20 31 30 33 30 20 20 20 20 20 30 38 34 20 30 37 32 03',
        tells: [{ event: 'failure', kind: 'unknown' }],
        unread: [2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 18, 19, 20, 22, 23, 24],
      },
    ],
  });
});

test.each([
  ['month 13', '\x02 261323 1030 138 084 072\x03', 'date'],
  ['hour 24', '\x02 261123 2430 138 084 072\x03', 'date'],
  ['diastolic above systolic', '\x02 261123 1030 084 108 072\x03', 'implausible'],
  ['a pulse of nobody', '\x02 261123 1030 138 084 000\x03', 'implausible'],
  ['a blank in a number', '\x02 261123 1030 138  84 072\x03', 'unknown'],
  ['another separator', '\x02 261123,1030 138 084 072\x03', 'unknown'],
  ['a letter too few', '\x02 261123 1030 138 084 72\x03', 'length'],
  ['a letter too many', '\x02 261123 1030 138 084 0072\x03', 'length'],
  ['what is seen with other settings', '\xbf2611231030138084072\xc0\x91', 'unsupported'],
])('%s is refused', async (_, result, reason) => {
  expect(await told(result)).toEqual([{ event: 'rejected', reason }]);
});

test('dangerous numbers with a wrong date are refused as dangerous', async () => {
  expect(await told('\x02 261323 1030 190 084 072\x03')).toEqual([
    { event: 'rejected', reason: 'date', dangerous: true },
  ]);
});

test('a byte behind a result is passed over, and hides nothing of the next', async () => {
  for (const tail of ['\x7f', '\x02', '\x03', '\xbf', '9'])
    expect(await told(`${NEXT}${tail}`, NEXT), tail).toEqual([next, next]);
});

test('half a result, then silence, is refused once, and hides nothing of the next', async () => {
  const heard = await toldOf(paramaFt201, {}, 'idle', [asciiOf('\x02 261123 10'), 500, asciiOf(NEXT)]);
  expect(heard).toEqual([{ event: 'rejected', reason: 'length' }, next]);
});
