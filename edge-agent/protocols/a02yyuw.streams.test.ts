/** The driver against a second decoder, over wires that spoil what they like: no level that the other does not confirm. */
import { expect, test } from 'vitest';
import { hexOf } from '../../test/a-talk.ts';
import { onSpoiltGauges } from '../../test/on-a-spoilt-wire.ts';
import { confirmed, inWords } from '../../test/second/a02yyuw.ts';
import { a02yyuw } from '../drivers/a02yyuw.ts';
import { sensorSays } from './a02yyuw.ts';
import { concat } from './bytes.ts';

const FRAMES = [600, 449, 255, 0, 1953, 30, 4500, 255, 512, 600, 600, 255].map(sensorSays);

onSpoiltGauges(a02yyuw, { answers: {}, during: 'idle', frames: FRAMES.map(hexOf) }, confirmed, (shown) =>
  shown.event === 'level' ? inWords(shown.millimetres) : 'no level',
);

test('the second decoder reads the worked frames by itself', () => {
  const same = sensorSays(1953);
  expect([...confirmed(concat(same, same, same, same, same))]).toEqual(['1953 mm']);
  expect(confirmed(concat(same, same, same, same)).size).toBe(0);
  expect([...confirmed(concat(same, sensorSays(30), same, sensorSays(4500), same))]).toEqual(['1953 mm']);
});
