import { expect, test } from 'vitest';
import { aFakeClock } from '../test/fake-clock.ts';
import type { Alarm } from './alarms.ts';
import { calibrationState, watchCalibrations } from './calibration.ts';

const DAY_MS = 86_400_000;

test.each([
  ['2026-11-22', 'good'],
  ['2026-11-23', 'due'],
  ['2026-12-23', 'due'], // thirty days past
  ['2026-12-24', 'overdue'],
  ['2031-01-01', 'overdue'],
])('of one that is due on 2026-11-23, on %s: %s', (today, state) => {
  expect(calibrationState('2026-11-23', today)).toBe(state);
});

/** It is 2026-11-23, 23:50 in Shanghai; `bp-1` is due the day after. */
function aWatch() {
  const clock = aFakeClock(Date.UTC(2026, 10, 23, 15, 50));
  const alarms: Alarm[] = [];
  const changed: string[] = [];
  let trusted = true;
  const calibrations = watchCalibrations({
    devices: [{ id: 'bp-1', calibrationDue: '2026-11-24' }, { id: 'glucose-1' }],
    timeZone: 'Asia/Shanghai',
    clock,
    clockTrusted: () => trusted,
    alarm: (alarm) => alarms.push(alarm),
  });
  calibrations.onChange((deviceId) => changed.push(deviceId));
  const trust = (now: boolean): void => {
    trusted = now;
  };
  return { clock, alarms, changed, calibrations, trust };
}

test('staff are called on its day by the station’s calendar, and again when nothing is measured any more', async () => {
  const { clock, alarms, changed, calibrations } = aWatch();
  expect(calibrations.of('bp-1')).toEqual({ due: '2026-11-24', state: 'good' });
  expect(alarms).toEqual([]);
  await clock.pass(600_000);
  expect(calibrations.of('bp-1')?.state).toBe('due');
  expect(calibrations.overdue('bp-1')).toBe(false);
  clock.jump(31 * DAY_MS);
  await clock.pass(600_000);
  expect(calibrations.overdue('bp-1')).toBe(true);
  const raised = alarms.map(({ code, raised }) => `${raised ? 'raised' : 'cleared'} ${code}`);
  expect(raised).toEqual([
    'raised calibration-due',
    'cleared calibration-overdue',
    'cleared calibration-due',
    'raised calibration-overdue',
  ]);
  expect(changed).toEqual(['bp-1', 'bp-1']);
  expect(calibrations.of('glucose-1')).toBeUndefined();
  expect(calibrations.overdue('glucose-1')).toBe(false);
  calibrations.cancel();
  expect(clock.waiting()).toBe(0);
});

test('a clock that is not trusted neither forbids a device nor gives it back', async () => {
  const { clock, calibrations, trust } = aWatch();
  trust(false);
  clock.jump(400 * DAY_MS);
  await clock.pass(600_000);
  expect(calibrations.overdue('bp-1')).toBe(false);
  trust(true);
  await clock.pass(600_000);
  expect(calibrations.overdue('bp-1')).toBe(true);
  trust(false);
  clock.jump(-4000 * DAY_MS);
  await clock.pass(600_000);
  expect(calibrations.overdue('bp-1')).toBe(true);
});
