import { expect, test } from 'vitest';
import { durationMs, loadArguments, paceOf } from './arguments.ts';

test.each([
  ['60m', 3_600_000],
  ['90s', 90_000],
  ['500ms', 500],
  ['1h', 3_600_000],
  ['7', 7000],
])('%s is %d ms', (text, ms) => {
  expect(durationMs(text)).toBe(ms);
});

test.each(['', 'm', '1d', '-5s', '1.5h'])('%j is no time', (text) => {
  expect(() => durationMs(text)).toThrow(RangeError);
});

test('a fleet that says nothing of its rate talks as the average one does; all it says together is that rate', () => {
  const wanted = loadArguments(['--stations', '10000', '--connections', '200', '--outage', '60m', '--no-receipts']);
  expect(wanted).toMatchObject({ rate: 1000, connections: 200, outageMs: 3_600_000, receipts: false, devices: 20 });
  const { events, deviceStates, alarms } = paceOf(wanted);
  expect(events + deviceStates + 4 * alarms + 10_000 / 60).toBeCloseTo(1000);
  expect(paceOf({ ...wanted, rate: 100 })).toEqual({ events: 0, deviceStates: 0, alarms: 0 });
});

test('what is no number is refused', () => {
  expect(() => loadArguments(['--stations', 'many'])).toThrow('--stations many');
});
