import { afterEach, expect, test, vi } from 'vitest';
import { aFakeClock } from '../../test/fake-clock.ts';
import { aHut, type Hut } from '../../test/hut.ts';
import { anAedes, type Received } from '../../test/platform.ts';

let hut: Hut;
afterEach(() => hut.close());

/** The huts open on 2026-11-23. */
const LONG_OVERDUE = { calibrationDue: '2026-10-01' };
const screen = () => hut.view().screen;

test('a device whose calibration is long overdue measures nothing, and its tile and its notice say why', async () => {
  hut = await aHut({ more: { 'glucose-1': LONG_OVERDUE } });
  await hut.act({ do: 'wake' });
  const tiles = [
    { service: 'blood-pressure', working: true },
    { service: 'glucose', working: false, uncalibrated: true },
  ];
  expect(screen()).toEqual({ id: 'home', tiles });
  await hut.act({ do: 'choose', service: 'glucose' });
  expect(screen()).toEqual({ id: 'device.down', service: 'glucose', uncalibrated: true });
  await hut.press('glucose-1 unplug');
  await hut.clock.pass(1000);
  expect(screen(), 'unplugged as well, it is being repaired').toEqual({ id: 'device.down', service: 'glucose' });
});

test('another cuff of the panel takes the place of one that is overdue', async () => {
  hut = await aHut({ more: { 'bp-1': LONG_OVERDUE } });
  expect(hut.agent.hub.providing('blood-pressure', 'main').working?.deviceId).toBe('glucose-1');
});

test('where all are overdue the station itself is out of order, from midnight on', async () => {
  const clock = aFakeClock(Date.UTC(2026, 10, 23, 15, 55));
  hut = await aHut({ clock, more: { 'bp-1': LONG_OVERDUE, 'glucose-1': { calibrationDue: '2026-10-24' } } });
  expect(screen().id).toBe('idle');
  await clock.pass(600_000);
  expect(screen()).toEqual({ id: 'out-of-order', why: 'calibration' });
});

test('the city is told: the state, the alarm, and that the services do not work', async () => {
  hut = await aHut({ more: { 'bp-1': LONG_OVERDUE, 'glucose-1': LONG_OVERDUE } });
  await using broker = await anAedes(hut.brokerPort);
  const last = (end: string): Received | undefined => broker.log.findLast(({ topic }) => topic.endsWith(end));
  await vi.waitFor(
    async () => {
      await hut.clock.pass(500);
      expect(last('/up/device/glucose-1/state')).toBeDefined();
    },
    { timeout: 20_000, interval: 5 },
  );
  const told = (end: string) => JSON.parse(last(end)?.payload ?? '{}');
  expect(told('/device/bp-1/state').calibration).toEqual({ due: '2026-10-01', state: 'overdue' });
  expect(told('/alarm/bp-1.calibration-overdue')).toMatchObject({ severity: 'warning' });
  expect(last('/alarm/bp-1.calibration-due')?.payload).toBe('');
  expect(told('/up/state').services).toEqual({ 'self-test': { working: false } });
});
