import { expect, test } from 'vitest';
import { theBoard } from '../../test/the-board.ts';
import { ampsOf, celsiusOf, gramsOf, levelSensor, medianOf, millimetresOf } from './analog.ts';

const { level, cell, temperature, motorCurrent } = theBoard();

test.each([
  [532, 200], // the curve's nearest point is as near as it can tell
  [512, 200],
  [409, 300],
  [317, 400],
  [254, 500],
  [219, 601], // between two points of the curve: half way in counts
  [185, 700],
  [135, 1000],
  [102, 1300],
  [89, 1500],
  [70, 1500],
  [69, undefined], // nothing in sight, or unplugged
  [0, undefined],
])('%d counts are a heap %s mm away', (adc, mm) => {
  expect(millimetresOf(adc, level)).toBe(mm);
});

test('the nearer the heap, the more counts: never a step back between the fold and no target', () => {
  for (let adc = level.noTargetBelowAdc; adc < level.foldsBackAboveAdc; adc++) {
    const [here, more] = [millimetresOf(adc, level) ?? 0, millimetresOf(adc + 1, level) ?? 0];
    expect(more).toBeLessThanOrEqual(here);
  }
});

test('a heap that grew nearer than the sensor can tell stays full behind the shut door', () => {
  const look = levelSensor(level);
  expect([300, 505, 540, 520, 400, 254, 30].map((adc) => look(adc, true))).toEqual([427, 207, 207, 207, 207, 207, 207]);
  expect(look(254, false)).toBe(500); // whoever has opened may have emptied it
  expect(look(254, true)).toBe(500);
});

test('a hand near the sensor of an open bin folds nothing', () => {
  const look = levelSensor(level);
  expect([540, 254].map((adc) => look(adc, false))).toEqual([200, 500]);
  expect(look(254, true)).toBe(500);
});

test.each([
  [51, 0],
  [59, 488],
  [215, 10_012],
  [460, 24_969],
  [870, 50_000],
  [960, 55_495],
  [961, 'overload'],
  [50, -61],
  [20, -1893],
  [19, 'broken'],
])('%d counts of the cell are %s g', (adc, grams) => {
  expect(gramsOf(adc, cell, cell.calibration)).toBe(grams);
});

test('a cell mounted the other way round counts down, and weighs all the same', () => {
  const turned = { ...cell.calibration, zeroAdc: 900, spanAdc: 500, spanKg: 20 };
  expect([900, 700, 500].map((adc) => gramsOf(adc, cell, turned))).toEqual([0, 10_000, 20_000]);
});

test.each([
  [512, 25],
  [203, 60.1],
  [789, -0.1],
  [8, 196.8],
  [7, undefined],
  [1015, -54.8],
  [1016, undefined],
])('%d counts of the NTC are %s degrees', (adc, celsius) => {
  expect(celsiusOf(adc, temperature)).toBe(celsius);
});

test.each([
  [0, 0],
  [164, 0.4],
  [327, 0.8],
  [491, 1.2],
])('%d counts of the motor are %d A', (adc, amps) => {
  expect(ampsOf(adc, motorCurrent)).toBe(amps);
});

test('one wild look does not move a median', () => {
  expect(medianOf([254, 255, 1023, 253, 254])).toBe(254);
  expect(medianOf([9, 3])).toBe(3);
  expect(medianOf([])).toBeUndefined();
});
