import { expect, test } from 'vitest';
import type { MemoryRead } from '../../edge-agent/index.ts';
import { openWhose } from './whose.ts';

/** The meter's clock shows 12:30:20 when 1,000,000 ms have passed on ours; the visit began so many seconds before that. */
const NOW = 1_000_000;
const SHOWS = '12:30:20';
function memory(times: readonly string[], shows: string | undefined = SHOWS, serialNumber?: string): MemoryRead {
  const onDay = (time: string): string => `2026-11-23T${time}`;
  return {
    unit: serialNumber === undefined ? {} : { serialNumber },
    ...(shows !== '' && { clock: { deviceClock: onDay(shows), heardAt: NOW, atMs: 0 } }),
    records: times.map((time, index) => ({
      index,
      deviceClock: onDay(time),
      event: { event: 'reading', kind: 'glucose', mmolPerL: 5 + index / 10, deviceClock: onDay(time) },
    })),
  };
}
const WITHOUT_A_CLOCK = '';
const GLUCOSE = 'glucose' as const;

test.each([
  ['well within the visit', memory(['12:30:00']), 100, 'one'],
  ['before it', memory(['12:28:30']), 100, 'none'],
  ['so near to its beginning that the clock cannot tell', memory(['12:28:41']), 100, 'none'],
  ['two', memory(['12:30:00', '12:30:10']), 100, 'several'],
  ['one, and one that the clock cannot place', memory(['12:28:41', '12:30:00']), 100, 'several'],
  ['by a clock without seconds, within the same minute', memory(['12:30:00'], '12:30:00'), 50, 'none'],
  ['by a clock without seconds, more than a minute later', memory(['12:30:00'], '12:30:00'), 70, 'one'],
  ['at a time that the meter’s clock has not come to', memory(['12:31:00']), 100, 'none'],
  ['of a memory that was never read, without a clock', memory(['12:30:00'], WITHOUT_A_CLOCK), 100, 'none'],
])('measured %s', (_, read, beganAgoS, found) => {
  expect(
    openWhose().find(read, { kind: GLUCOSE, now: NOW, since: NOW - beganAgoS * 1000, wasFiled: () => false }).found,
  ).toBe(found);
});

const HELD = ['09:00:00', '10:00:00'];
test.each<readonly [string, readonly string[], readonly string[], string | undefined, number, string]>([
  ['what came to it since is new', HELD, [...HELD, '12:30:00'], 'A1', 90, 'one'],
  ['not when somebody else had it in between', HELD, [...HELD, '12:30:00'], 'A1', 30, 'none'],
  ['one that says no number is known by what it held', HELD, [...HELD, '12:30:00'], undefined, 90, 'one'],
  ['though it was full, and has lost its oldest', HELD, ['10:00:00', '12:30:00'], undefined, 90, 'one'],
  ['not if any other is missing: it is another meter', HELD, ['09:00:00', '12:30:00'], undefined, 90, 'none'],
  ['nor if it holds nothing of it', HELD, ['11:00:00'], undefined, 90, 'none'],
  ['nor if it held nothing by which it could be known', [], ['12:30:00'], undefined, 90, 'none'],
])('without a clock, its memory read 50 s ago: %s', (_, before, after, serialNumber, sinceAgoS, found) => {
  const whose = openWhose();
  const holding = (hours: readonly string[]) => {
    const all = memory([...HELD, '11:00:00', '12:30:00'], WITHOUT_A_CLOCK, serialNumber);
    return { ...all, records: all.records.filter(({ deviceClock }) => hours.includes(deviceClock?.slice(11) ?? '')) };
  };
  whose.pass(holding(before), NOW - 50_000);
  const later = holding(after);
  const seeking = { kind: GLUCOSE, now: NOW, since: NOW - sinceAgoS * 1000, wasFiled: () => false };
  expect(whose.find(later, seeking).found).toBe(found);
  expect(whose.find(later, seeking).found, 'asked again').toBe('none');
});

test('of a meter that keeps several kinds only the one that is tested is found, and no other is used up', () => {
  const glucose = memory(['12:30:00']);
  const { records, ...rest } = memory(['12:29:00']);
  const pressures = records.map((record) => ({
    ...record,
    event: { event: 'reading', kind: 'blood-pressure', systolicMmHg: 128, diastolicMmHg: 82 } as const,
  }));
  const both = { ...rest, records: [...pressures, ...glucose.records] };
  const whose = openWhose();
  const seeking = { now: NOW, since: NOW - 200_000, wasFiled: () => false };
  expect(whose.find(both, { ...seeking, kind: GLUCOSE })).toMatchObject({
    candidate: { reading: { mmolPerL: expect.any(Number) } },
  });
  expect(whose.find(both, { ...seeking, kind: 'blood-pressure' })).toMatchObject({
    candidate: { reading: { systolicMmHg: 128 } },
  });
});

test('what was filed before is nobody’s any more', () => {
  const seeking = {
    kind: GLUCOSE,
    now: NOW,
    since: NOW - 100_000,
    wasFiled: (name: string) => name.includes('12:30:00'),
  };
  expect(openWhose().find(memory(['12:30:00']), seeking).found).toBe('none');
});
