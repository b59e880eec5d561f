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
  [150, 55, 'grade-1', 'high', 'repeat'], // raised on one axis, low on the other: the class of the higher, measured again
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

test('the position is the share inside the class, on the axis that decided', () => {
  expect(pressure(130, 75).band.position).toBeCloseTo(0.5);
  expect(pressure(115, 85).band.position).toBeCloseTo(0.5);
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
  expect(classifyGlucose({ mmolPerL }, rules.glucose)).toEqual({ level });
});

test.each(['above-range', 'below-range'] as const)('%s calls for help at once, without a number', (beyond) => {
  expect(classifyGlucose({ beyond }, rules.glucose)).toEqual({ level: 'act-now' });
});

test.each([
  [6.0, 'fasting', 'in-range'],
  [6.1, 'fasting', 'a-bit-high'],
  [7.0, 'fasting', 'high'],
  [7.7, 'after-meal-2h', 'in-range'],
  [7.8, 'after-meal-2h', 'a-bit-high'],
  [11.1, 'after-meal-2h', 'high'],
  [3.8, 'fasting', 'low'],
])('glucose %d %s is %s', (mmolPerL, meal, name) => {
  expect(classifyGlucose({ mmolPerL, meal }, rules.glucose).band?.name).toBe(name);
});
