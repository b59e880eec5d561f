import { expect, test } from 'vitest';
import { loadRules } from './load.ts';
import { averageOf, type SeriesReading, whyAnother } from './measuring.ts';

const cn = loadRules({ bloodPressure: 'cn-2024', glucose: 'cds-2024' }).bloodPressure;
const esc = loadRules({ bloodPressure: 'esc-2024', glucose: 'cds-2024' }).bloodPressure;

/** `128/82`; a trailing `~` is an uneven pulse. */
const readings = (words: string): SeriesReading[] =>
  words.split(' ').map((word) => {
    const [systolicMmHg = 0, diastolicMmHg = 0] = word.replace('~', '').split('/').map(Number);
    return { systolicMmHg, diastolicMmHg, irregular: word.endsWith('~') };
  });

test.each([
  ['120/75', 'exact'],
  ['120/75 124/78', undefined],
  ['120/75 130/75', undefined], // differing by ten is agreeing
  ['120/75 131/75', 'differ'],
  ['120/65 120/76', 'differ'],
  ['129/84 125/80', undefined],
  ['130/84 128/80', 'exact'], // the first was raised: three
  ['129/85 128/80', 'exact'],
  ['120/75~', 'irregular'],
  ['120/75~ 121/75', 'irregular'],
  ['120/75 121/75~', 'irregular'],
  ['120/75 140/75 120/75', undefined], // three are the most
  ['150/95 120/75~ 150/95', undefined],
])('after %s in China: %s', (taken, why) => {
  expect(whyAnother(readings(taken), cn)).toBe(why);
});

test.each([
  ['120/75', 'exact'],
  ['120/75 121/75', 'exact'],
  ['120/75 121/75 121/75', undefined],
])('after %s in Europe: %s', (taken, why) => {
  expect(whyAnother(readings(taken), esc)).toBe(why);
});

test('the mean of the last two, or of all, rounded half up', () => {
  const all = { ...cn, protocol: { ...cn.protocol, average: 'all' as const } };
  const three = readings('150/90 120/75 123/80');
  expect(averageOf(three, cn)).toEqual({ average: { systolicMmHg: 122, diastolicMmHg: 78 }, count: 2 });
  expect(averageOf(three, all)).toEqual({ average: { systolicMmHg: 131, diastolicMmHg: 82 }, count: 3 });
  expect(averageOf(three.slice(0, 1), cn).count).toBe(1);
  expect(() => averageOf([], cn)).toThrow(RangeError);
});

test('a pulse is averaged only where every reading has one', () => {
  const [one, other] = [{ ...numbers, pulsePerMin: 70 }, numbers];
  expect(averageOf([one, one], cn).average.pulsePerMin).toBe(70);
  expect(averageOf([one, other], cn).average).not.toHaveProperty('pulsePerMin');
});
const numbers = { systolicMmHg: 120, diastolicMmHg: 80 };
