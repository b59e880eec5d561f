/** The driver against a second decoder, over wires that spoil what they like: no weight that the other does not confirm. */
import { describe, expect, test } from 'vitest';
import { hexOf } from '../../test/a-talk.ts';
import { onSpoiltAnswers, onSpoiltGauges } from '../../test/on-a-spoilt-wire.ts';
import { confirmed, confirmedAnswers, confirmedEights, inWords } from '../../test/second/yaohua.ts';
import type { Level, Weight } from '../domain/event.ts';
import { yaohuaXk3190 } from '../drivers/yaohua-xk3190.ts';
import { asciiOf } from './bytes.ts';
import { commandFrame } from './yaohua-frame.ts';

const words = (shown: Weight | Level): string =>
  shown.event === 'weight' ? inWords(shown.grams, shown.net ?? false) : 'no weight';
const inHex = (text: string): string => hexOf(asciiOf(text));

const FRAMES = [
  '\x02+00000001B\x03',
  '\x02+00123521C\x03',
  '\x02-00004021B\x03',
  '\x02+99999911A\x03',
  'WG004.139kg3D\r\n',
  '\x02+00213521C\x03',
  'WN-03.250kg22\r\n',
  `${' '.repeat(9)}OL23\r\n`,
  'wn-0000.1kg\r\n',
];

describe('frames that say what they are', () => {
  onSpoiltGauges(
    yaohuaXk3190,
    { answers: {}, during: 'idle', frames: FRAMES.map(inHex), sharedBy: 4 },
    confirmed,
    words,
  );
});

describe.each([
  ['straight', ['=0003.000', '=-0001.00', '=0012.350', '=0000.000']],
  ['reversed', ['=000.3000', '=00.1000-', '=053.2100', '=000.0000']],
])('eight characters, %s', (format, frames) => {
  onSpoiltGauges(
    yaohuaXk3190.configured?.({ format }) ?? yaohuaXk3190,
    { answers: {}, during: 'idle', frames: frames.map(inHex), sharedBy: 4 },
    confirmedEights(format === 'reversed'),
    words,
  );
});

describe('answers', () => {
  const gross = ['+0012352', '-0000402', '+0021352', '+9999990'].map((shown) => commandFrame('A', 'gross', shown));
  onSpoiltAnswers(
    yaohuaXk3190.configured?.({ address: 'A' }) ?? yaohuaXk3190,
    { question: '024142303303', answers: gross.map(hexOf), forMs: 450, sharedBy: 4 },
    confirmedAnswers,
    words,
  );
});

test('the second decoder reads the worked frames by itself', () => {
  expect([...confirmed(asciiOf(FRAMES.join('')))]).toEqual([
    '0 g',
    '12350 g',
    '-400 g',
    '21350 g',
    '4139 g',
    '-3250 g net',
    '-100 g net',
  ]);
  expect(confirmed(asciiOf('\x02+00123521D\x03WG004.138kg3D\r\n')).size).toBe(0);
  expect([...confirmedAnswers(asciiOf('\x02AB+00123521F\x03\x02AC+00035021D\x03\x02BB+00123521C\x03'))]).toEqual([
    '12350 g',
  ]);
  expect([...confirmedEights(true)(asciiOf('00=000.3000=00.1000-=00.100'))]).toEqual(['3000 g', '-1000 g']);
});
