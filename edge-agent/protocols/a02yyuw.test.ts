import { describe, expect, test } from 'vitest';
import { toldOf } from '../../test/a-talk.ts';
import { splits } from '../../test/bad-bytes.ts';
import { onABadWire } from '../../test/on-a-bad-wire.ts';
import type { DeviceEvent } from '../domain/event.ts';
import { a02yyuw } from '../drivers/a02yyuw.ts';
import { driver } from '../drivers/driver.ts';
import { type Frame, fromSensor, isReading, sensorSays } from './a02yyuw.ts';
import { concat, fromHex } from './bytes.ts';
import { type Line, listen, NEVER } from './conversation.ts';
import { refused } from './weighing.ts';

const level = (millimetres: number): DeviceEvent => ({ event: 'level', millimetres });
const NONE = refused('range');

/** The language alone: each frame is told, and no median taken. */
const eachFrame = driver<Frame>({
  id: 'each-frame',
  models: a02yyuw.models,
  wire: a02yyuw.wire,
  provides: ['level'],
  check: a02yyuw.check,
  sureness: a02yyuw.sureness,
  source: a02yyuw.source,
  language: fromSensor,
  *greet() {},
  idle: (line: Line) => listen(NEVER, (frame) => line.tell(isReading(frame) ? level(frame.millimetres) : NONE)),
});

const FRAMES = [
  { what: 'the maker’s example', hex: 'FF 07 A1 A7', tells: [level(1953)] },
  { what: '600 mm', hex: 'FF 02 58 59', tells: [level(600)] },
  { what: 'a sum that is the low byte', hex: 'FF 01 C1 C1', tells: [level(449)] },
  { what: 'a start as data', hex: 'FF 00 FF FE', tells: [level(255)] },
  { what: 'the least', hex: 'FF 00 1E 1D', tells: [level(30)] },
  { what: 'the most', hex: 'FF 11 94 A4', tells: [level(4500)] },
];
/** Its sum is a start as well: where it lacks that, it takes the next frame's, and that one is lost. */
const NOTHING = 'FF 00 00 FF';

describe('frames', () => {
  const next = { hex: 'FF 03 09 0B', tells: level(777) };
  onABadWire(eachFrame, { answers: {}, firstByte: 0xff, next, frames: FRAMES, lateMs: 40 });

  test('a wrong sum gives one byte away, and the search goes on', async () => {
    expect(await toldOf(eachFrame, {}, 'idle', ['FF 02 58 5A FF 02 58 59'])).toEqual([refused('checksum'), level(600)]);
    expect(await toldOf(eachFrame, {}, 'idle', ['FF FF 02 58 59'])).toEqual([refused('checksum'), level(600)]);
  });

  test('nothing is heard however it is cut, and the frame behind it', async () => {
    for (const [head, tail] of splits(fromHex(`${NOTHING} FF 07 A1 A7`)))
      expect(await toldOf(eachFrame, {}, 'idle', [head, tail])).toEqual([NONE, level(1953)]);
    expect(await toldOf(eachFrame, {}, 'idle', ['FF 00 00 FF 07 A1 A7 FF 02 58 59'])).toEqual([NONE, level(600)]);
  });

  test.each([29, 4501, 0xfffe, 0xfffd])('%i mm is no reading', async (millimetres) => {
    expect(await toldOf(eachFrame, {}, 'idle', [sensorSays(millimetres)])).toEqual([NONE]);
  });
});

/** What is told of these distances, a tenth of a second apart. */
const told = (...distances: readonly number[]): Promise<DeviceEvent[]> =>
  toldOf(
    a02yyuw,
    {},
    'idle',
    distances.flatMap((millimetres) => [100, sensorSays(millimetres)]),
  );

test('the median of five readings is told, and one alone never', async () => {
  expect(await told(600, 600, 600, 600)).toEqual([]);
  expect(await told(600, 30, 600, 4500, 600)).toEqual([level(600)]);
  expect(await told(610, 600, 620, 605, 615, 140, 140, 140)).toEqual([level(610), level(605), level(140)]);
});

test('a dropout is passed over; five in a row are a failure, told once, and its end needs five readings', async () => {
  const RANGE = { event: 'failure', kind: 'range' };
  expect(await told(600, 0, 600, 0xfffe, 600, 0, 600, 0, 0, 0, 0, 600)).toEqual([level(600)]);
  expect(await told(...Array(20).fill(0))).toEqual([RANGE]);
  expect(await told(...Array(5).fill(600), ...Array(7).fill(0), ...Array(5).fill(600))).toEqual([
    level(600),
    RANGE,
    level(600),
  ]);
});

test('a level that stays is told once a second', async () => {
  expect(await told(...Array(26).fill(600))).toEqual([level(600), level(600), level(600)]);
});

test('each worked reading, said five times, is told', async () => {
  for (const { hex, tells } of FRAMES) {
    const frame = fromHex(hex);
    expect(await toldOf(a02yyuw, {}, 'idle', [concat(frame, frame, frame, frame, frame)])).toEqual(tells);
  }
});
