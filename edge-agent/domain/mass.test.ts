import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gramsOf, type MassUnit } from './mass.ts';

test.each<[string, MassUnit, number | undefined]>([
  ['+12.35', 'kg', 12_350],
  ['-0.40', 'kg', -400],
  ['0.0005', 'kg', 1],
  ['-0.0005', 'kg', -1],
  ['-0.0004', 'kg', 0],
  ['0.0004', 'kg', 0],
  ['123.45', 'g', 123],
  ['122.50', 'g', 123],
  ['-122.50', 'g', -123],
  ['1.005', 't', 1_005_000],
  ['1', 'lb', 454],
  ['1000000', 'lb', 453_592_370],
  ['1', 'oz', 28],
  ['1000', 'oz', 28_350],
  ['999999999999', 'kg', 999_999_999_999_000],
  ['1.', 'kg', undefined],
  ['.5', 'kg', undefined],
  ['1e3', 'kg', undefined],
  ['', 'kg', undefined],
])('%s %s is %s g', (shown, unit, grams) => {
  expect(gramsOf(shown, unit)).toBe(grams);
});

test('three decimals of a kilogram are its grams, whatever the digits', () => {
  fc.assert(
    fc.property(fc.integer({ min: -9_999_999, max: 9_999_999 }), (grams) => {
      const digits = String(Math.abs(grams)).padStart(4, '0');
      const shown = `${grams < 0 ? '-' : ''}${digits.slice(0, -3)}.${digits.slice(-3)}`;
      expect(gramsOf(shown, 'kg')).toBe(grams);
    }),
  );
});
