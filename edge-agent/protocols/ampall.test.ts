import { describe, expect, test } from 'vitest';
import { hexOf, toldOf } from '../../test/a-talk.ts';
import { onABadWire } from '../../test/on-a-bad-wire.ts';
import type { DeviceEvent } from '../domain/event.ts';
import { ampallBp868f } from '../drivers/ampall-bp868f.ts';
import { asciiOf } from './bytes.ts';

const told = (...results: readonly string[]): Promise<DeviceEvent[]> =>
  toldOf(ampallBp868f, {}, 'idle', results.map(asciiOf));
const next: DeviceEvent = {
  event: 'reading',
  kind: 'blood-pressure',
  systolicMmHg: 133,
  diastolicMmHg: 85,
  meanMmHg: 101,
  pulsePerMin: 66,
};

/** A flip at `unseen` cannot be seen: one digit becomes another, and the order still holds. It comes once; nothing can be asked. */
describe('the worked results', () => {
  onABadWire(ampallBp868f, {
    answers: {},
    firstByte: 0x5e,
    next: { hex: hexOf(asciiOf('^1331010850660^')), tells: next },
    frames: [
      {
        what: '120/72, mean 96, pulse 68, irregular',
        hex: '5E 31 32 30 30 39 36 30 37 32 30 36 38 31 5E',
        tells: [
          {
            event: 'reading',
            kind: 'blood-pressure',
            systolicMmHg: 120,
            diastolicMmHg: 72,
            meanMmHg: 96,
            pulsePerMin: 68,
            flags: ['irregular'],
          },
        ],
        unseen: [2, 3, 5, 6, 8, 9, 10, 11, 12, 13],
      },
      {
        what: '138/84, mean 102, pulse 72',
        hex: '5E 31 33 38 31 30 32 30 38 34 30 37 32 30 5E',
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
        unseen: [2, 3, 5, 6, 8, 9, 10, 11, 12, 13],
      },
    ],
  });
});

test.each([
  ['the mean at the diastolic', '^1380840841020^', ['implausible']],
  ['the mean above the systolic', '^1381390840720^', ['implausible']],
  ['a pulse of nobody', '^1381020840000^', ['implausible']],
  // What is left of these, their last edge, may begin a result that does not come.
  ['a letter', '^1381020840A20^', ['length', 'length']],
  ['twelve digits', '^138102084072^', ['length', 'length']],
  ['fourteen digits', '^13810208407200^', ['length', 'length']],
])('%s is refused', async (_, result, reasons) => {
  expect(await told(result)).toEqual(reasons.map((reason) => ({ event: 'rejected', reason })));
});

test('two results that share one edge are one: the end of the first is lost', async () => {
  expect(await told('^1381020840720^1331010850660^')).toEqual([{ event: 'rejected', reason: 'length' }, next]);
});

test('of another digit than 0 and 1 nobody knows whether it is irregular', async () => {
  expect(await told('^1331010850662^')).toEqual([next]);
});

test('half a result, then silence, is refused once, and hides nothing of the next', async () => {
  const heard = await toldOf(ampallBp868f, {}, 'idle', [asciiOf('^138102'), 500, asciiOf('^1331010850660^')]);
  expect(heard).toEqual([{ event: 'rejected', reason: 'length' }, next]);
});
