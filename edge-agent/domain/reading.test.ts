import { expect, test } from 'vitest';
import { bloodPressure, glucose, oxygenSaturation, refusedPressure, temperature } from './reading.ts';

const pressure = (systolicMmHg: number, diastolicMmHg: number) => bloodPressure({ systolicMmHg, diastolicMmHg });

test.each([
  [215, 60],
  [50, 30],
  [280, 200],
])('%d/%d is possible, and a reading', (systolic, diastolic) => {
  expect(pressure(systolic, diastolic).event).toBe('reading');
});

test.each([
  [215, 25, true],
  [281, 90, true],
  [180, 171, true],
  [130, 125, true],
  [49, 30, false],
  [100, 91, false],
])('%d/%d is refused; dangerous, if it were true: %s', (systolic, diastolic, dangerous) => {
  expect(pressure(systolic, diastolic)).toEqual({
    event: 'rejected',
    reason: 'implausible',
    ...(dangerous && { dangerous: true }),
  });
});

test('just under the dangerous numbers a refusal is only a refusal', () => {
  const numbers = { systolicMmHg: 179, diastolicMmHg: 119 };
  expect(refusedPressure('range', numbers)).toEqual({ event: 'rejected', reason: 'range' });
});

test('a rejection carries no number', () => {
  expect(Object.values(refusedPressure('implausible', { systolicMmHg: 215, diastolicMmHg: 25 }))).not.toContain(215);
});

test.each([
  [49, undefined, false],
  [50, 30, true],
  [100, 220, true],
  [101, 71, false],
  [97, 29, false],
  [97, 221, false],
])('an oxygen saturation of %d %% with a pulse of %s is possible: %s', (percent, pulsePerMin, possible) => {
  const told = oxygenSaturation({ percent, ...(pulsePerMin !== undefined && { pulsePerMin }) });
  expect(told.event).toBe(possible ? 'reading' : 'rejected');
});

test.each([
  [29.9, false],
  [30, true],
  [45, true],
  [45.1, false],
])('a temperature of %d degrees is possible: %s', (celsius, possible) => {
  expect(temperature({ celsius }).event).toBe(possible ? 'reading' : 'rejected');
});

test.each([0.5, 33.4])('a sugar of %d is refused', (mmolPerL) => {
  expect(glucose({ mmolPerL })).toEqual({ event: 'rejected', reason: 'implausible' });
});
