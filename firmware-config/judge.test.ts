import { describe, expect, test } from 'vitest';
import type { BloodPressureNumbers } from './classify.ts';
import { asksHowOneFeels, isBeyondSoftGlucose, isBeyondSoftLimits, judgeBloodPressure, judgeGlucose } from './judge.ts';
import { loadRules } from './load.ts';
import type { BloodPressureRules } from './rules.ts';

const { glucose } = loadRules({ bloodPressure: 'cn-2024', glucose: 'cds-2024' });
const both = (['cn-2024', 'esc-2024'] as const).map(
  (name) => [name, loadRules({ bloodPressure: name, glucose: 'cds-2024' }).bloodPressure] as const,
);

/** `128/82`, or `128/82/71` with the pulse. */
function numbers(words: string): BloodPressureNumbers {
  const [systolicMmHg = 0, diastolicMmHg = 0, pulsePerMin] = words.split('/').map(Number);
  return { systolicMmHg, diastolicMmHg, ...(pulsePerMin !== undefined && { pulsePerMin }) };
}
const judged = (set: string, rules: BloodPressureRules, earlier = '') =>
  judgeBloodPressure(
    set.split(' ').map(numbers),
    rules,
    earlier
      .split(' ')
      .filter((word) => word !== '')
      .map(numbers),
  );

describe.each(both)('%s', (_, rules) => {
  test.each([
    ['119/79 119/79', 'ok'],
    ['134/84 134/84', 'ok'],
    ['135/84 135/84', 'doctor-soon'],
    ['134/85 134/85', 'doctor-soon'],
    ['140/89 140/89', 'doctor-soon'],
    ['139/90 139/90', 'doctor-soon'],
    ['179/109 179/109', 'doctor-soon'],
    ['179/110 179/110', 'doctor-today'],
    ['170/119 170/119', 'doctor-today'],
    ['89/70 89/70', 'repeat'],
    ['100/59 100/59', 'repeat'],
    ['150/55 150/55', 'doctor-soon'],
  ])('%s calls for %s', (set, level) => {
    expect(judged(set, rules).level).toBe(level);
  });

  test.each([
    ['systolic 180', '180/100', '180/100', 'high'],
    ['diastolic 120', '170/120', '170/120', 'high'],
    ['either of the two', '185/100', '170/121', 'high'],
    ['a pulse under 40', '115/75/39', '118/76/38', 'pulse'],
    ['a pulse over 130', '115/75/131', '118/76/140', 'pulse'],
  ])('%s: one alone is measured again; two are act-now', (_name, first, second, because) => {
    expect(judged(first, rules).level).toBe('repeat');
    expect(judged(`${first} ${second}`, rules)).toMatchObject({ level: 'act-now', because });
    expect(judged('120/75/70', rules, `${first} ${second}`).level).toBe('act-now'); // never averaged away by later good ones
    expect(judged(second, rules, first).level).toBe('act-now'); // nor forgotten between two sets
  });

  test.each([
    ['179/119', 'repeat'],
    ['115/75/40', 'ok'],
    ['115/75/130', 'ok'],
  ])('just inside, %s: %s', (first, level) => {
    expect(judged(first, rules).level).toBe(level);
    expect(judged(`${first} ${first}`, rules).level).not.toBe('act-now');
  });

  test('a systolic pressure under 80 is act-now at once, and says that it is low', () => {
    expect(judged('79/50', rules)).toMatchObject({ level: 'act-now', because: 'low' });
    expect(judged('80/50', rules).level).toBe('repeat');
    expect(judged('79/50 120/75', rules).level).toBe('act-now');
  });

  test('a danger that the next readings do not bear out is not cried over, and the average speaks', () => {
    expect(judged('182/100 150/90 148/88', rules).level).toBe('doctor-soon');
  });

  test('a danger in the last reading asks for another, whatever milder is true', () => {
    expect(judged('150/95 150/95 185/95', rules).level).toBe('repeat');
  });

  test('the average decides, rounded half up, with the number of readings it is made of', () => {
    expect(judged('128/82/71 131/85/74', rules)).toMatchObject({
      average: { systolicMmHg: 130, diastolicMmHg: 84, pulsePerMin: 73 },
      averageOf: 2,
      level: 'ok',
    });
    expect(judged('160/90 130/80 131/83', rules).average).toEqual({ systolicMmHg: 131, diastolicMmHg: 82 });
  });

  test('an unusual reading is known as one', () => {
    const unusual = ['79/60', '221/110', '120/39', '200/131', '100/81', '215/60', '120/80/39', '120/80/131'];
    const usual = ['80/50', '220/125', '120/40', '200/130', '100/80', '160/60', '120/80/40', '120/80/130'];
    for (const one of unusual) expect([one, isBeyondSoftLimits(numbers(one), rules)]).toEqual([one, true]);
    for (const one of usual) expect([one, isBeyondSoftLimits(numbers(one), rules)]).toEqual([one, false]);
  });

  test('the order of the lines in a rules file means nothing', () => {
    const { single, confirmed, average } = rules.levels;
    const turned: BloodPressureRules = {
      ...rules,
      levels: {
        single: single.toReversed(),
        confirmed: confirmed.toReversed(),
        average: average.toReversed(),
      },
    };
    for (const set of ['150/55 150/55', '85/58', '120/70', '190/100 190/100', '170/112 171/113'])
      expect(judged(set, turned)).toEqual(judged(set, rules));
  });
});

test.each([
  [2.9, 'act-now'],
  [3.0, 'repeat'],
  [3.8, 'repeat'],
  [3.9, 'ok'],
  [11.0, 'ok'],
  [11.1, 'doctor-soon'],
  [16.6, 'doctor-soon'],
  [16.7, 'doctor-today'],
])('glucose %d without a meal context calls for %s and has no class', (mmolPerL, level) => {
  expect(judgeGlucose({ mmolPerL }, glucose)).toEqual({ level, low: mmolPerL < 3.9 });
});

test.each(['above-range', 'below-range'] as const)('%s calls for help at once, without a number', (beyond) => {
  expect(judgeGlucose({ beyond }, glucose)).toEqual({ level: 'act-now', low: beyond === 'below-range' });
  expect(asksHowOneFeels({ beyond }, glucose)).toBe(false);
});

test.each([
  [3.8, 'fasting', 'low', 'repeat'],
  [3.9, 'fasting', 'in-range', 'ok'],
  [6.0, 'fasting', 'in-range', 'ok'],
  [6.1, 'fasting', 'a-bit-high', 'ok'],
  [6.9, 'fasting', 'a-bit-high', 'ok'],
  [7.0, 'fasting', 'high', 'doctor-soon'],
  [16.7, 'fasting', 'very-high', 'doctor-today'],
  [7.7, 'after-meal-2h', 'in-range', 'ok'],
  [7.8, 'after-meal-2h', 'a-bit-high', 'ok'],
  [11.0, 'after-meal-2h', 'a-bit-high', 'ok'],
  [11.1, 'after-meal-2h', 'high', 'doctor-soon'],
  [16.7, 'after-meal-2h', 'very-high', 'doctor-today'],
])('glucose %d %s is %s and calls for %s', (mmolPerL, meal, name, level) => {
  expect(judgeGlucose({ mmolPerL, meal }, glucose)).toMatchObject({ band: { name }, level });
});

test.each(['before-meal', 'random'])('glucose %s has no class: nobody knows when the person ate', (meal) => {
  expect(judgeGlucose({ mmolPerL: 8, meal }, glucose)).toEqual({ level: 'ok', low: false });
});

test('from 16.7 on it matters how one feels, and only there', () => {
  expect(asksHowOneFeels({ mmolPerL: 16.6 }, glucose)).toBe(false);
  expect(asksHowOneFeels({ mmolPerL: 16.7 }, glucose)).toBe(true);
  expect(asksHowOneFeels({ mmolPerL: 2.5 }, glucose)).toBe(false);
  expect(judgeGlucose({ mmolPerL: 16.7, ill: true }, glucose).level).toBe('act-now');
});

test('an unusual sugar is known as one', () => {
  expect([2.9, 3.0, 16.7, 16.8, undefined].map((mmolPerL) => isBeyondSoftGlucose(mmolPerL, glucose))).toEqual([
    true,
    false,
    false,
    true,
    false,
  ]);
});
