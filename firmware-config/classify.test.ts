import { expect, test } from 'vitest';
import { classifyBloodPressure, classifyGlucose } from './classify.ts';
import { loadRules } from './load.ts';

const rules = loadRules({ bloodPressure: 'cn-2024', glucose: 'cds-2024' });
const pressure = (systolicMmHg: number, diastolicMmHg: number, pulsePerMin?: number) =>
  classifyBloodPressure(
    { systolicMmHg, diastolicMmHg, ...(pulsePerMin !== undefined && { pulsePerMin }) },
    rules.bloodPressure,
  );

test.each([
  [119, 79, 'normal', 'in-range', 'ok'],
  [120, 79, 'high-normal', 'a-bit-high', 'ok'],
  [119, 80, 'high-normal', 'a-bit-high', 'ok'],
  [134, 84, 'high-normal', 'a-bit-high', 'ok'],
  [135, 84, 'high-normal', 'a-bit-high', 'doctor-soon'],
  [134, 85, 'high-normal', 'a-bit-high', 'doctor-soon'],
  [139, 89, 'high-normal', 'a-bit-high', 'doctor-soon'],
  [140, 89, 'grade-1', 'high', 'doctor-soon'],
  [139, 90, 'grade-1', 'high', 'doctor-soon'],
  [159, 99, 'grade-1', 'high', 'doctor-soon'],
  [160, 99, 'grade-2', 'high', 'doctor-soon'],
  [159, 100, 'grade-2', 'high', 'doctor-soon'],
  [179, 109, 'grade-2', 'high', 'doctor-soon'],
  [180, 109, 'grade-3', 'very-high', 'repeat'],
  [179, 110, 'grade-3', 'very-high', 'repeat'],
  [179, 120, 'grade-3', 'very-high', 'repeat'],
  [90, 60, 'normal', 'in-range', 'ok'],
  [89, 60, 'low', 'low', 'repeat'],
  [90, 59, 'low', 'low', 'repeat'],
  [79, 59, 'low', 'low', 'repeat'],
  [80, 59, 'low', 'low', 'repeat'],
  [134, 59, 'high-normal', 'a-bit-high', 'repeat'],
  [150, 55, 'grade-1', 'high', 'doctor-soon'], // often so in old age: the higher decides, and the graver level is shown
  [180, 55, 'grade-3', 'very-high', 'repeat'],
])('%d/%d is %s', (systolic, diastolic, name, band, level) => {
  expect(pressure(systolic, diastolic)).toMatchObject({ class: name, band: { name: band }, level });
});

test.each([
  [39, 'repeat'],
  [40, 'ok'],
  [130, 'ok'],
  [131, 'repeat'],
])('a pulse of %d calls for %s', (pulse, level) => {
  expect(pressure(115, 75, pulse).level).toBe(level);
});

test.each([39, 131])('a pulse of %d is measured again before a raised pressure is spoken of', (pulse) => {
  expect(pressure(150, 95, pulse).level).toBe('repeat');
});

test('a low pressure is never called raised, nor a raised one low', () => {
  for (let systolic = 50; systolic <= 280; systolic++) {
    for (let diastolic = 30; diastolic <= Math.min(200, systolic - 10); diastolic++) {
      const { band } = pressure(systolic, diastolic);
      const raised = systolic >= 120 || diastolic >= 80;
      const low = systolic < 90 || diastolic < 60;
      expect([systolic, diastolic, band.name === 'low', band.name === 'in-range']).toEqual([
        systolic,
        diastolic,
        low && !raised,
        !low && !raised,
      ]);
    }
  }
});

test('the order of the lines in a rules file means nothing', () => {
  const pressures = { ...rules.bloodPressure, levels: rules.bloodPressure.levels.toReversed() };
  const sugars = { ...rules.glucose, levels: rules.glucose.levels.toReversed() };
  for (const value of [2.9, 3.8, 5, 11.1, 20]) {
    expect(classifyGlucose({ mmolPerL: value }, sugars)).toEqual(classifyGlucose({ mmolPerL: value }, rules.glucose));
  }
  for (const [systolicMmHg, diastolicMmHg] of [
    [150, 55],
    [85, 58],
    [120, 70],
    [190, 100],
  ] as const) {
    const reading = { systolicMmHg, diastolicMmHg };
    expect(classifyBloodPressure(reading, pressures)).toEqual(classifyBloodPressure(reading, rules.bloodPressure));
  }
});

test('an emergency is never put off to be measured again', () => {
  const withEmergency = {
    ...rules.bloodPressure,
    levels: [{ level: 'act-now' as const, systolicMmHg: { from: 250 } }, ...rules.bloodPressure.levels],
  };
  expect(classifyBloodPressure({ systolicMmHg: 250, diastolicMmHg: 120 }, withEmergency).level).toBe('act-now');
});

test('the position is the share inside the class, on the axis that decided', () => {
  expect(pressure(130, 75).band.position).toBeCloseTo(0.5);
  expect(pressure(115, 85).band.position).toBeCloseTo(0.5);
  expect(pressure(125, 88).band.position).toBeCloseTo(0.8); // both in the same class: the one further up
  expect(pressure(95, 45).band.position).toBeCloseTo(0.5);
  expect(pressure(280, 100).band.position).toBe(1);
  for (let systolic = 50; systolic <= 280; systolic++) {
    for (let diastolic = 30; diastolic <= systolic - 10; diastolic += 3) {
      const { position } = pressure(systolic, diastolic).band;
      expect(position >= 0 && position <= 1).toBe(true);
    }
  }
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
  expect(classifyGlucose({ mmolPerL }, rules.glucose)).toEqual({ level, low: mmolPerL < 3.9 });
});

test.each(['above-range', 'below-range'] as const)('%s calls for help at once, without a number', (beyond) => {
  expect(classifyGlucose({ beyond }, rules.glucose)).toEqual({ level: 'act-now', low: beyond === 'below-range' });
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
  expect(classifyGlucose({ mmolPerL, meal }, rules.glucose)).toMatchObject({ band: { name }, level });
});

test.each(['before-meal', 'random'])('glucose %s has no class: nobody knows when the person ate', (meal) => {
  expect(classifyGlucose({ mmolPerL: 8, meal }, rules.glucose)).toEqual({ level: 'ok', low: false });
});
