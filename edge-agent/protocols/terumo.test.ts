import { describe, expect, test } from 'vitest';
import { hexOf, toldOf } from '../../test/a-talk.ts';
import { onABadWire } from '../../test/on-a-bad-wire.ts';
import type { BloodPressure, DeviceEvent } from '../domain/event.ts';
import { terumoBp500 } from '../drivers/terumo-bp500.ts';
import { asciiOf } from './bytes.ts';

const told = (...results: readonly string[]): Promise<DeviceEvent[]> =>
  toldOf(terumoBp500, {}, 'idle', results.map(asciiOf));
const reading = (facts: Omit<BloodPressure, 'event' | 'kind'>): DeviceEvent => ({
  event: 'reading',
  kind: 'blood-pressure',
  ...facts,
});
const QUIET = '0000,0000,00000,000';
const ID = Array.from({ length: 9 }, (_, i) => 4 + i);
const NEXT = `\x02R1,000000000,261123,114501,133,101,085,066,${QUIET}\x03`;
const next = reading({
  systolicMmHg: 133,
  diastolicMmHg: 85,
  meanMmHg: 101,
  pulsePerMin: 66,
  deviceClock: '2026-11-23T11:45:01',
});

/** A flip at `unseen` cannot be seen: one digit becomes another, the rest agrees. The result comes once; nothing can be asked. */
describe('the worked results', () => {
  onABadWire(terumoBp500, {
    answers: {},
    firstByte: 0x02,
    next: { hex: hexOf(asciiOf(NEXT)), tells: next },
    frames: [
      {
        what: '128/82, mean 97, pulse 84',
        hex: hexOf(asciiOf(`\x02R1,000000000,210427,153000,128,097,082,084,${QUIET}\x03`)),
        tells: [
          reading({
            systolicMmHg: 128,
            diastolicMmHg: 82,
            meanMmHg: 97,
            pulsePerMin: 84,
            deviceClock: '2021-04-27T15:30:00',
          }),
        ],
        unread: ID,
        unseen: [14, 15, 17, 18, 19, 21, 22, 23, 24, 25, 26, 29, 30, 33, 34, 37, 38, 40, 41, 42],
      },
      {
        what: '138/84, mean 102, pulse 72',
        hex: hexOf(asciiOf(`\x02R1,000000000,261123,103000,138,102,084,072,${QUIET}\x03`)),
        tells: [
          reading({
            systolicMmHg: 138,
            diastolicMmHg: 84,
            meanMmHg: 102,
            pulsePerMin: 72,
            deviceClock: '2026-11-23T10:30:00',
          }),
        ],
        unread: ID,
        unseen: [14, 15, 16, 17, 18, 19, 21, 22, 23, 24, 25, 26, 29, 30, 33, 34, 37, 38, 40, 41, 42],
      },
    ],
  });
});

test.each([
  ['a status, whatever it says', '261123,103000,138,102,084,072,0001,0000,00000,000', 'unknown'],
  ['a status in its last field', '261123,103000,138,102,084,072,0000,0000,00000,001', 'unknown'],
  ['second 60', `261123,103060,138,102,084,072,${QUIET}`, 'date'],
  ['31 April', `260431,103000,138,102,084,072,${QUIET}`, 'date'],
  ['a mean at the diastolic', `261123,103000,138,084,084,072,${QUIET}`, 'implausible'],
  ['blanks for a number', `261123,103000,   ,102,084,072,${QUIET}`, 'unknown'],
  ['a field too few', `261123,103000,138,102,084,072,0000,0000,00000`, 'length'],
  ['a letter too many', `261123,103000,138,102,084,072,${QUIET}0`, 'length'],
])('%s is refused', async (_, fields, reason) => {
  expect(await told(`\x02R1,000000000,${fields}\x03`)).toEqual([{ event: 'rejected', reason }]);
});

test.each(['R2', 'r1'])('a message of type %s is none', async (type) => {
  expect(await told(NEXT.replace('R1', type))).toEqual([{ event: 'rejected', reason: 'unknown' }]);
});

test('a dangerous number beside an unknown status is refused as dangerous', async () => {
  const result = '\x02R1,000000000,261123,103000,190,130,084,072,0001,0000,00000,000\x03';
  expect(await told(result)).toEqual([{ event: 'rejected', reason: 'unknown', dangerous: true }]);
});

test('the byte behind a result is passed over, whatever it is, and hides nothing of the next', async () => {
  for (const tail of ['?', '\x02', '\x03', '\0', '9'])
    expect(await told(`${NEXT}${tail}`, NEXT), tail).toEqual([next, next]);
});

test('half a result, then silence, is refused once, and hides nothing of the next', async () => {
  const heard = await toldOf(terumoBp500, {}, 'idle', [asciiOf('\x02R1,000000000,26'), 500, asciiOf(NEXT)]);
  expect(heard).toEqual([{ event: 'rejected', reason: 'length' }, next]);
});
