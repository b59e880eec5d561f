import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { pictureFrom } from './picture.ts';

/** Two pixels by two: red and green above black and white. */
const ABOVE = [255, 0, 0, 0, 255, 0];
const BELOW = [0, 0, 0, 255, 255, 255];

function chunk(name: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(name, 'latin1'), data, Buffer.alloc(4)]);
}

const aPng = (lines: readonly number[], header: readonly number[] = [8, 2, 0, 0, 0]): Buffer =>
  Buffer.concat([
    Buffer.alloc(8),
    chunk('IHDR', Buffer.from([0, 0, 0, 2, 0, 0, 0, 2, ...header])),
    chunk('IDAT', deflateSync(Buffer.from(lines))),
    chunk('IEND', Buffer.alloc(0)),
  ]);

/** The lower line, in each way that PNG has to write it down: as the difference from what the filter expects. */
test.each([
  ['as it is', 0, BELOW],
  ['from the left', 1, [0, 0, 0, 255, 255, 255]],
  ['from above', 2, [1, 0, 0, 255, 0, 255]],
  ['from the mean of both', 3, [129, 0, 0, 255, 128, 255]],
  // To the left of the first pixel is nothing, and above it red; the second expects 0, 255, 0: above is nearest, or left.
  ['from the nearest of three', 4, [1, 0, 0, 255, 0, 255]],
])('its colours are read: %s', (_, filter, line) => {
  const { luminanceAt, width, height } = pictureFrom(aPng([0, ...ABOVE, filter, ...line]));
  expect([width, height]).toEqual([2, 2]);
  const seen = [luminanceAt(0, 0), luminanceAt(1.9, 0.9), luminanceAt(0, 1), luminanceAt(1, 1)];
  expect(seen.map((luminance) => luminance.toFixed(4))).toEqual(['0.2126', '0.7152', '0.0000', '1.0000']);
});

test.each([
  ['a filter that PNG does not know', aPng([0, ...ABOVE, 5, ...BELOW])],
  ['colours of sixteen bits', aPng([0, ...ABOVE, 0, ...BELOW], [16, 2, 0, 0, 0])],
  ['a palette', aPng([0, ...ABOVE, 0, ...BELOW], [8, 3, 0, 0, 0])],
  ['interlaced lines', aPng([0, ...ABOVE, 0, ...BELOW], [8, 2, 0, 0, 1])],
  ['nothing', Buffer.alloc(0)],
])('%s is refused', (_, png) => {
  expect(() => pictureFrom(png)).toThrow(RangeError);
});
