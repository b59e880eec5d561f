import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aDevice, aStation } from '../../test/fleet/some-rows.ts';
import type { DeviceTable, StationTable } from '../store/schema.ts';
import { type Facts, judge, type Standing } from './rules.ts';

const NOW = Date.UTC(2026, 10, 29, 4);
const SECOND = 1000;
const MINUTE = 60_000;
const DAY = 86_400_000;

type More = Partial<Omit<Facts, 'station' | 'devices'>> & {
  readonly station?: Partial<StationTable>;
  readonly device?: Partial<DeviceTable>;
  readonly says?: object;
  readonly deviceSays?: object;
};
const facts = ({ station, device, says, deviceSays, ...more }: More): Facts => ({
  station: {
    ...nulls,
    ...aStation('hut-1', NOW - SECOND, { ...(says && { state: JSON.stringify(says) }), ...station }),
  },
  devices: [
    {
      ...deviceNulls,
      ...aDevice('hut-1', 'bp-1', NOW - SECOND, {
        ...(deviceSays && { state: JSON.stringify(deviceSays) }),
        ...device,
      }),
    },
  ],
  watermark: undefined,
  forkedMs: null,
  standing: [],
  downSinceMs: () => undefined,
  ...more,
});
/** An inserted row may leave out what is null; a read one does not. */
const nulls = {
  latitude: null,
  longitude: null,
  version: null,
  heard_ms: null,
  said_ms: null,
  online: null,
  session_ms: null,
  state: null,
  maintenance_until_ms: null,
  maintenance_by: null,
  maintenance_reason: null,
  refusal_ms: null,
  refusal: null,
};
const deviceNulls = { model: null, frame_ms: null };
const standing = (deviceId: string, code: string, severity: string, origin = 'station'): Standing => ({
  deviceId,
  code,
  severity,
  origin,
  clearedMs: null,
});
const seen = (more: More) => {
  const { condition, alarms } = judge(facts(more), NOW);
  return [condition, ...alarms.map(({ deviceId, code, severity }) => `${deviceId} ${code} ${severity}`)];
};
const days = (n: number): string => new Date(NOW + n * DAY).toISOString().slice(0, 10);
const down = (ms: number): More => ({ device: { status: 'down' }, downSinceMs: () => NOW - ms });

test.each<[string, More, string[]]>([
  ['well', {}, ['ok']],
  ['unheard for 149 s', { station: { heard_ms: NOW - 149 * SECOND } }, ['ok']],
  ['unheard for 150 s', { station: { heard_ms: NOW - 150 * SECOND } }, ['silent', 'station silent critical']],
  [
    'never heard',
    { station: { heard_ms: null, first_seen_ms: NOW - 3 * MINUTE } },
    ['silent', 'station silent critical'],
  ],
  ['its will, 9 s ago', { station: { online: 0, session_ms: NOW - 9 * SECOND } }, ['ok']],
  [
    'its will, 10 s ago',
    { station: { online: 0, session_ms: NOW - 10 * SECOND } },
    ['silent', 'station silent critical'],
  ],
  [
    'silent, and in maintenance',
    { station: { heard_ms: 0, maintenance_until_ms: NOW + 1 } },
    ['maintenance', 'station silent critical'],
  ],
  [
    'silent, of its devices nothing is known',
    { ...down(DAY), station: { heard_ms: 0, said_ms: 0 } },
    ['silent', 'station silent critical'],
  ],
  ['a device down for 9 s', down(9 * SECOND), ['look']],
  ['a device down for 10 s', down(10 * SECOND), ['look', 'bp-1 device-down warning']],
  [
    'the only device of a service down',
    { ...down(DAY), says: { services: { 'self-test': { working: false } } } },
    ['fault', 'bp-1 device-down warning'],
  ],
  ['a device that works badly', { device: { status: 'warning' } }, ['look']],
  ['a critical call', { standing: [standing('bp-1', 'call', 'critical')] }, ['fault']],
  ['a warning of its own', { standing: [standing('bp-1', 'battery-low', 'warning')] }, ['look']],
  ['a task of its own', { standing: [standing('bp-1', 'deposit-doubtful', 'task')] }, ['ok']],
  ['a hole for 14 min', { watermark: { gap_ms: NOW - 14 * MINUTE } }, ['ok']],
  ['a hole for 15 min', { watermark: { gap_ms: NOW - 15 * MINUTE } }, ['look', 'station sequence-gap warning']],
  ['a fork', { forkedMs: NOW - DAY }, ['fault', 'station sequence-fork critical']],
  [
    'a fork that staff have looked at',
    {
      forkedMs: NOW - DAY,
      standing: [{ ...standing('station', 'sequence-fork', 'critical', 'fleet'), clearedMs: NOW - 1 }],
    },
    ['ok', 'station sequence-fork critical'],
  ],
  ['its clock 5 min ahead', { station: { said_ms: NOW - SECOND + 5 * MINUTE } }, ['ok']],
  [
    'its clock more than that behind',
    { station: { said_ms: NOW - 6 * MINUTE } },
    ['look', 'station clock-off warning'],
  ],
  [
    'as it says itself',
    { station: { said_ms: 0 }, standing: [standing('station', 'clock-wrong', 'warning')] },
    ['look'],
  ],
  ['15 days of its certificate', { says: { certificate: { daysLeft: 15 } } }, ['ok']],
  [
    '14 days of its certificate',
    { says: { certificate: { daysLeft: 14 } } },
    ['look', 'station certificate-days warning'],
  ],
  [
    '3 days of its certificate',
    { says: { certificate: { daysLeft: 3 } } },
    ['fault', 'station certificate-days critical'],
  ],
  ['its disk low', { says: { disk: { level: 'low' } } }, ['look', 'station disk-low warning']],
  [
    'events that wait for an hour',
    { says: { outbox: { oldestSavedAt: new Date(NOW - 61 * MINUTE).toISOString() } } },
    ['look', 'station outbox-growing warning'],
  ],
  [
    'not by a clock that is behind',
    {
      station: { said_ms: NOW - SECOND - 4 * MINUTE },
      says: { outbox: { oldestSavedAt: new Date(NOW - 63 * MINUTE).toISOString() } },
    },
    ['ok'],
  ],
  [
    'a refused message',
    { station: { refused: 1, refusal_ms: NOW - 59 * MINUTE } },
    ['look', 'station refused-messages warning'],
  ],
  ['a refused message an hour ago', { station: { refused: 1, refusal_ms: NOW - 60 * MINUTE } }, ['ok']],
  [
    'a device due for calibration',
    { deviceSays: { calibration: { due: days(0), state: 'due' } } },
    ['ok', 'bp-1 calibration-due task'],
  ],
  [
    'overdue',
    { deviceSays: { calibration: { due: days(-40), state: 'overdue' } } },
    ['look', 'bp-1 calibration-overdue warning'],
  ],
  [
    'as its station has said',
    {
      deviceSays: { calibration: { state: 'overdue' } },
      standing: [standing('bp-1', 'calibration-overdue', 'warning')],
    },
    ['look'],
  ],
  ['strips for 31 days', { deviceSays: { strips: { lot: 'a', expires: days(31) } } }, ['ok']],
  [
    'strips for 30 days',
    { deviceSays: { strips: { lot: 'a', expires: days(30) } } },
    ['ok', 'bp-1 strips-expiring task'],
  ],
  ['strips of today', { deviceSays: { strips: { lot: 'a', expires: days(0) } } }, ['ok', 'bp-1 strips-expiring task']],
  [
    'strips of yesterday',
    { deviceSays: { strips: { lot: 'a', expires: days(-1) } } },
    ['look', 'bp-1 strips-expiring warning'],
  ],
  ['a bin 79 % full', { deviceSays: { fillPercent: 79 } }, ['ok']],
  ['a bin 80 % full', { deviceSays: { fillPercent: 80 } }, ['ok', 'bp-1 bin-nearly-full task']],
  [
    'a bin that says it is full',
    { deviceSays: { fillPercent: 99 }, standing: [standing('bp-1', 'bin-full', 'warning')] },
    ['look'],
  ],
  ['paper', { deviceSays: { paper: 'low' } }, ['ok', 'bp-1 paper-low task']],
])('%s', (_, more, wanted) => {
  expect(seen(more)).toEqual(wanted);
});

describe('whatever a state says', () => {
  test('it is judged; a field of another type, or of none of its own, is none', () => {
    const odd = fc.oneof(fc.json(), fc.string(), fc.constant('{"outbox":{"oldestSavedAt":"9e999"},"disk":null}'));
    fc.assert(
      fc.property(odd, odd, (state, device) => {
        expect(seen({ station: { state }, device: { state: device } })[0]).toMatch(/ok|look|fault/);
      }),
    );
    expect(seen({ says: JSON.parse('{"__proto__":{"certificate":{"daysLeft":1}}}') })).toEqual(['ok']);
    expect(seen({ says: { certificate: { daysLeft: '3' }, disk: 'full', services: [null] } })).toEqual(['ok']);
  });

  test('it is judged anew when a time is over that changes something', () => {
    const due = (more: More): number => judge(facts(more), NOW).dueMs - NOW;
    expect(due({})).toBe(149 * SECOND);
    expect(due({ station: { online: 0, session_ms: NOW } })).toBe(10 * SECOND);
    expect(due(down(SECOND))).toBe(9 * SECOND);
    expect(due({ watermark: { gap_ms: NOW - 14 * MINUTE } })).toBe(MINUTE);
    expect(due({ station: { heard_ms: 0 } })).toBe(5 * MINUTE);
  });
});
