import { describe, expect, test } from 'vitest';
import { hexOf, toldOf } from '../../test/a-talk.ts';
import { onABadWire } from '../../test/on-a-bad-wire.ts';
import type { DeviceEvent } from '../domain/event.ts';
import { andTm2657p } from '../drivers/and-tm2657p.ts';
import { asciiOf } from './bytes.ts';

/** As the source has them; computed, for no sample is known. `unknown`: five fields of which nothing is. */
const message = (found: readonly string[], unknown = [...'abcdf'], rest = ['g']): string =>
  `\x02${[...unknown, ...found, ...rest].join('\x1e')}\x03`;
const told = (...messages: readonly string[]): Promise<DeviceEvent[]> =>
  toldOf(andTm2657p, {}, 'idle', messages.map(asciiOf));
const refused: DeviceEvent = { event: 'rejected', reason: 'unknown' };
const NEXT = message(['S133', 'M101', 'D085', 'P066']);
const next: DeviceEvent = {
  event: 'reading',
  kind: 'blood-pressure',
  systolicMmHg: 133,
  diastolicMmHg: 85,
  meanMmHg: 101,
  pulsePerMin: 66,
};

/** A flip at `unseen` cannot be seen: one digit becomes another, and the order still holds. It comes once; nothing can be asked. */
describe('the worked message', () => {
  onABadWire(andTm2657p, {
    answers: {},
    firstByte: 0x02,
    next: { hex: hexOf(asciiOf(NEXT)), tells: next },
    frames: [
      {
        what: '138/84, mean 102, pulse 72',
        hex: hexOf(asciiOf(message(['S138', 'M102', 'D084', 'P072']))),
        tells: [
          {
            event: 'reading',
            kind: 'blood-pressure',
            systolicMmHg: 138,
            diastolicMmHg: 84,
            meanMmHg: 102,
            pulsePerMin: 72,
          },
        ],
        unread: [1, 3, 5, 7, 9, 31],
        unseen: [13, 14, 18, 19, 23, 24, 27, 28, 29],
      },
    ],
  });
});

test.each([
  ['an error of its own', ['E1']],
  ['an error behind its numbers', ['S138', 'M102', 'D084', 'P072', 'E1']],
  ['another order', ['S138', 'D084', 'M102', 'P072']],
  ['no mean', ['S138', 'D084', 'P072']],
  ['a number of four digits', ['S1138', 'M102', 'D084', 'P072']],
  ['a number of two', ['S138', 'M102', 'D84', 'P072']],
  ['two numbers in one field', ['S138 M102', 'D084', 'P072']],
])('%s is refused', async (_, found) => {
  expect(await told(message(found), NEXT)).toEqual([refused, next]);
});

test('an empty field is refused: what stood there may be lost, and more with it', async () => {
  expect(await told(message(['S138', 'M102', 'D084', 'P072'], ['', ...'bcdf']))).toEqual([refused]);
});

test('numbers at another place than the source’s are refused', async () => {
  const found = ['S138', 'M102', 'D084', 'P072'];
  expect(await told(message(found, [...'abcd']), message(found, [...'abcdfh']))).toEqual([refused, refused]);
});

test('a mean that is none is refused', async () => {
  expect(await told(message(['S138', 'M084', 'D084', 'P072']))).toEqual([{ event: 'rejected', reason: 'implausible' }]);
});

test('what has no end is dropped at its greatest length, and hides nothing of the next', async () => {
  expect(await told(`\x02${'a\x1e'.repeat(100)}`, NEXT)).toEqual([{ event: 'rejected', reason: 'length' }, next]);
});

test('the byte behind a message is passed over, whatever it is', async () => {
  for (const tail of ['?', '\x03', '\0', '9']) expect(await told(`${NEXT}${tail}`, NEXT), tail).toEqual([next, next]);
});
