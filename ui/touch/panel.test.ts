import { expect, test } from 'vitest';
import { pxPerMm } from './panel.ts';

test.each([
  { id: '21.5 inches, upright', diagonalInch: 21.5, widthPx: 1080, heightPx: 1920, expected: 4.03 },
  { id: '10.1 inches', diagonalInch: 10.1, widthPx: 1280, heightPx: 800, expected: 5.88 },
])('$id: $expected pixels are a millimetre', ({ expected, ...panel }) => {
  expect(pxPerMm(panel)).toBeCloseTo(expected, 2);
});
