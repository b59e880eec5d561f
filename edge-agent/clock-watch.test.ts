import { beforeEach, expect, test } from 'vitest';
import { aFakeClock, type FakeClock } from '../test/fake-clock.ts';
import type { Alarm } from './alarms.ts';
import { openClockTrust } from './clock-trust.ts';
import { type ClockWatch, watchClock } from './clock-watch.ts';

const TODAY = Date.UTC(2026, 10, 23, 6, 20);
let clock: FakeClock;
let watch: ClockWatch;
let alarms: Alarm[];
let logged: string[];

beforeEach(() => {
  clock = aFakeClock(TODAY);
  alarms = [];
  logged = [];
  const note = (what: string, facts = {}): void => void logged.push(JSON.stringify({ what, ...facts }));
  watch = watchClock({
    look: openClockTrust(clock, { releasedAtMs: TODAY }),
    clock,
    alarm: (alarm) => alarms.push(alarm),
    log: { info: note, warn: note, error: note },
  });
});

test('a clock that is wrong for ten minutes calls for staff, and no longer once it is right', async () => {
  clock.jump(-TODAY);
  await clock.pass(629_000);
  expect(alarms).toEqual([]);
  await clock.pass(11_000);
  expect(alarms[0]).toEqual({ deviceId: 'station', code: 'clock-wrong', raised: true });
  clock.jump(TODAY);
  await clock.pass(30_000);
  expect(alarms.at(-1)).toEqual({ deviceId: 'station', code: 'clock-wrong', raised: false });
  expect(logged).toEqual([
    '{"what":"clock not trusted"}',
    `{"what":"clock trusted again","offsetSeconds":${TODAY / 1000}}`,
  ]);
});

test('the correction is told once, and each change to whoever shows it', () => {
  const told: unknown[] = [];
  watch.onCorrected(({ offsetMs }) => told.push(offsetMs));
  watch.onChange(() => told.push(watch.trusted()));
  clock.jump(-3_600_000);
  expect(watch.trusted()).toBe(false);
  clock.jump(3_600_000);
  expect([watch.trusted(), watch.trusted()]).toEqual([true, true]);
  expect(told).toEqual([false, true, 3_600_000]);
});

test('ended, it looks no more', async () => {
  watch.cancel();
  clock.jump(-TODAY);
  await clock.pass(1_200_000);
  expect(alarms).toEqual([]);
});
