import { describe, expect, test } from 'vitest';
import { toldOf } from '../../test/a-talk.ts';
import { framesOf, onABadLine, type WorkedLine } from '../../test/on-a-bad-line.ts';
import type { DeviceEvent, RejectReason } from '../domain/event.ts';
import { andScale } from '../drivers/and-scale.ts';
import { fromScale } from './and-scale.ts';
import { asciiOf } from './bytes.ts';
import { OUT_OF_RANGE, type Said } from './weighing.ts';

const stable = (shown: string, unit: 'kg' | 'g'): Said => ({ shown, unit, stable: true });
const moving = (shown: string, unit: 'kg' | 'g'): Said => ({ shown, unit, stable: false });
const error = (code: string): Said => ({ event: 'failure', kind: 'unknown', code });
const rejected = (reason: RejectReason) => ({ event: 'rejected', reason }) as const;

/** A tolerant line sees little: what stands still is three alike. */
const LINES: readonly WorkedLine<Said>[] = [
  {
    line: 'ST,+00123.45  g',
    says: stable('+00123.45', 'g'),
    unseen: {
      flipped: [4, 5, 6, 7, 8, 10, 11, 12],
      lost: [3, 4, 5, 6, 7, 8, 9, 10, 11],
      doubled: [4, 5, 6, 7, 8, 10, 11],
    },
  },
  {
    line: 'US,-00183.69  g',
    says: moving('-00183.69', 'g'),
    unseen: {
      flipped: [4, 5, 6, 7, 8, 10, 11, 12],
      lost: [3, 4, 5, 6, 7, 8, 9, 10, 11],
      doubled: [4, 5, 6, 7, 8, 10, 11],
    },
  },
  { line: 'OL,+9999999E+19', says: OUT_OF_RANGE },
  { line: 'OL,-9999999E+19', says: OUT_OF_RANGE },
  {
    line: 'ST,GS,+0012.350kg',
    says: stable('+0012.350', 'kg'),
    unseen: {
      flipped: [7, 8, 9, 10, 12, 13, 14],
      lost: [6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
      doubled: [7, 8, 9, 10, 12, 13, 14],
    },
  },
  { line: 'OL,GS,+9999999kg', says: OUT_OF_RANGE },
  { line: 'OL,GS,          ', says: OUT_OF_RANGE },
  {
    line: 'ST,GS,   245.6 g',
    says: stable('245.6', 'g'),
    unseen: { flipped: [5, 8, 9, 10, 11, 13, 14], lost: [9, 10, 11, 12], doubled: [9, 10, 11, 13] },
  },
  {
    line: 'US,GS,   245.5 g',
    says: moving('245.5', 'g'),
    unseen: { flipped: [5, 8, 9, 10, 11, 13, 14], lost: [9, 10, 11, 12], doubled: [9, 10, 11, 13] },
  },
  {
    line: 'ST,GS    20.7g  ',
    says: stable('20.7', 'g'),
    unseen: { flipped: [8, 9, 10, 12], lost: [9, 10, 11], doubled: [9, 10, 12] },
  },
  {
    line: 'ST,GS,+   4.876kg',
    says: stable('+4.876', 'kg'),
    unseen: { flipped: [9, 10, 12, 13, 14], lost: [6, 11, 12, 13, 14, 15], doubled: [10, 12, 13, 14] },
  },
  { line: 'EC,E01', says: error('E01') },
  { line: 'EC,E11', says: error('E11') },
];

describe('the worked lines', () => {
  onABadLine(fromScale, LINES, {
    next: { line: 'ST,GS,+0007.700kg', says: stable('+0007.700', 'kg') },
    isValue: (said) => 'shown' in said,
  });
});

/** What this line tells, repeated a tenth of a second apart. */
const told = (lines: readonly string[]): Promise<DeviceEvent[]> =>
  toldOf(
    andScale,
    {},
    'idle',
    lines.flatMap((line) => [100, Uint8Array.from(line, (letter) => letter.charCodeAt(0))]),
  );
const weight = (grams: number, more: object = {}) => ({ event: 'weight', grams, stable: false, ...more });

test.each<[string, readonly string[], readonly object[]]>([
  [
    'net is said, the tare alone is none',
    ['ST,NT,+0001.500kg', 'ST,TR,+0001.500kg'],
    [weight(1500, { net: true }), rejected('unsupported')],
  ],
  [
    'pieces are no weight',
    ['QT,+00000012 pc', 'ST,+00000012 pc', 'QT,+00000012  g'],
    [rejected('unsupported'), rejected('unsupported'), rejected('unsupported')],
  ],
  ['pounds and ounces', ['ST,GS,+0001.000lb', 'ST,GS,+0010.000oz'], [weight(454), weight(283)]],
  [
    'a line of another form',
    ['ST,GS,+12.35E+1kg', 'WT,+00123.45  g', 'ST,GS,kg', 'US,+12.3 st'],
    Array(4).fill(rejected('unknown')),
  ],
  ['the rest of a line that was joined in the middle', ['2,GS,+0012.350kg', '5.6 g', ''], []],
  [
    'an error, once until it ends',
    ['EC,E11', 'EC,E11', 'ST,GS,+0001.000kg', 'EC,E02'],
    [error('E11'), weight(1000), error('E02')],
  ],
])('%s', async (_, lines, events) => {
  expect(await told(lines.map((line) => `${line}\r\n`))).toEqual(events);
});

test('stable is what says so three times in a row, alike', async () => {
  const [at, other, shaking] = ['ST,GS,+0001.000kg\r\n', 'ST,GS,+0001.001kg\r\n', 'US,GS,+0001.000kg\r\n'];
  expect(await told([at, at])).toEqual([weight(1000)]);
  expect(await told([at, at, at])).toEqual([weight(1000), weight(1000, { stable: true })]);
  expect(await told([at, at, shaking, at, at])).toEqual([weight(1000)]);
  expect(await told([at, at, other, at, at, at])).toEqual([
    weight(1000),
    weight(1001),
    weight(1000),
    weight(1000, { stable: true }),
  ]);
  expect(await told(Array(6).fill(shaking))).toEqual([weight(1000)]);
});

test('another parity or number of bits is refused as that, and nothing is masked', async () => {
  const even = 'ÓÔ,GS,+0012.350ëç\r\n'; // S, T, k and g with their top bits
  expect(await told([even])).toEqual([rejected('checksum')]);
  expect(await told([even.replace('GS', 'XX')])).toEqual([rejected('unknown')]);
});

test('a line without an end is given up, and a line feed alone ends none', () => {
  expect(framesOf(fromScale, [asciiOf('ST,GS,'.repeat(40)), asciiOf('\r\nST,+00123.45  g\r\n')])).toEqual([
    stable('+00123.45', 'g'),
  ]);
  expect(framesOf(fromScale, [asciiOf('ST,+00123.45  g\n')])).toEqual([]);
});
