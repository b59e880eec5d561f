import { describe, expect, test } from 'vitest';
import { classifyBloodPressure } from './classify.ts';
import { loadRules } from './load.ts';

const cn = loadRules({ bloodPressure: 'cn-2024', glucose: 'cds-2024' }).bloodPressure;
const esc = loadRules({ bloodPressure: 'esc-2024', glucose: 'cds-2024' }).bloodPressure;
const both = [
  ['cn-2024', cn],
  ['esc-2024', esc],
] as const;

const place = (systolicMmHg: number, diastolicMmHg: number, rules = cn) =>
  classifyBloodPressure({ systolicMmHg, diastolicMmHg }, rules);

/** Where the two tables' rows meet, each with the class of either table and the band on the screen. */
test.each([
  [119, 69, 'normal', 'in-range', 'non-elevated', 'in-range'],
  [119, 70, 'normal', 'in-range', 'elevated', 'a-bit-high'],
  [118, 75, 'normal', 'in-range', 'elevated', 'a-bit-high'],
  [119, 79, 'normal', 'in-range', 'elevated', 'a-bit-high'],
  [120, 69, 'high-normal', 'a-bit-high', 'elevated', 'a-bit-high'],
  [120, 79, 'high-normal', 'a-bit-high', 'elevated', 'a-bit-high'],
  [119, 80, 'high-normal', 'a-bit-high', 'elevated', 'a-bit-high'],
  [134, 84, 'high-normal', 'a-bit-high', 'elevated', 'a-bit-high'],
  [135, 84, 'high-normal', 'high', 'elevated', 'high'], // 135/85: readings that nobody attends run lower
  [134, 85, 'high-normal', 'high', 'elevated', 'high'],
  [139, 89, 'high-normal', 'high', 'elevated', 'high'],
  [140, 89, 'grade-1', 'high', 'hypertension', 'high'],
  [139, 90, 'grade-1', 'high', 'hypertension', 'high'],
  [159, 99, 'grade-1', 'high', 'hypertension', 'high'],
  [160, 99, 'grade-2', 'high', 'hypertension', 'high'],
  [159, 100, 'grade-2', 'high', 'hypertension', 'high'],
  [179, 109, 'grade-2', 'high', 'hypertension', 'high'],
  [180, 109, 'grade-3', 'very-high', 'hypertension', 'very-high'],
  [179, 110, 'grade-3', 'very-high', 'hypertension', 'very-high'],
  [90, 60, 'normal', 'in-range', 'non-elevated', 'in-range'],
  [89, 60, 'low', 'low', 'low', 'low'],
  [90, 59, 'low', 'low', 'low', 'low'],
  [85, 72, 'low', 'low', 'low', 'low'],
  [134, 59, 'high-normal', 'a-bit-high', 'elevated', 'a-bit-high'],
  [150, 55, 'grade-1', 'high', 'hypertension', 'high'], // often so in old age: the higher decides
])('%d/%d is %s in China, on the screen %s; %s in Europe, on the screen %s', (systolic, diastolic, ...expected) => {
  const [chinese, european] = [place(systolic, diastolic), place(systolic, diastolic, esc)];
  expect([chinese.class, chinese.band.name, european.class, european.band.name]).toEqual(expected);
});

test.each([
  [140, 89, 'isolated-systolic'],
  [139, 90, 'isolated-diastolic'],
  [140, 90, undefined],
  [139, 89, undefined],
])('%d/%d is called %s beside its class', (systolic, diastolic, isolated) => {
  expect(place(systolic, diastolic).isolated).toBe(isolated);
  expect(place(systolic, diastolic, esc).isolated).toBeUndefined();
});

describe.each(both)('%s', (_, rules) => {
  test('a low pressure is never called raised, nor a raised one low', () => {
    for (let systolic = 50; systolic <= 280; systolic++) {
      for (let diastolic = 30; diastolic <= Math.min(200, systolic - 10); diastolic++) {
        const { band } = place(systolic, diastolic, rules);
        const raised = systolic >= 120 || diastolic >= 80;
        const low = systolic < 90 || diastolic < 60;
        expect([systolic, diastolic, band.name === 'low']).toEqual([systolic, diastolic, low && !raised]);
        if (raised) expect(['a-bit-high', 'high', 'very-high']).toContain(band.name);
      }
    }
  });

  test('the position is a share of the band, and rises with either number', () => {
    for (let systolic = 90; systolic < 280; systolic++) {
      for (let diastolic = 60; diastolic <= systolic - 10; diastolic += 3) {
        const [here, above] = [place(systolic, diastolic, rules).band, place(systolic + 1, diastolic, rules).band];
        expect(here.position >= 0 && here.position <= 1).toBe(true);
        if (here.name === above.name) expect(above.position).toBeGreaterThanOrEqual(here.position);
      }
    }
  });
});

test('the position is the share inside the band, on the number that decided', () => {
  expect(place(127.5, 75).band).toEqual({ name: 'a-bit-high', position: 0.5 }); // 120 to 135
  expect(place(115, 82.5).band).toEqual({ name: 'a-bit-high', position: 0.5 });
  expect(place(125, 84).band.position).toBeCloseTo(0.8); // both in the same band: the one further up
  expect(place(95, 45).band).toEqual({ name: 'low', position: 0.5 });
  expect(place(280, 100).band).toEqual({ name: 'very-high', position: 1 });
});
