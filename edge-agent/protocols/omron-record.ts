/** A stored reading of Omron's monitors. */
import { clockText } from '../domain/device-clock.ts';
import type { ReadingFlag } from '../domain/event.ts';
import type { StoredRecord } from '../domain/memory.ts';
import { bloodPressure } from '../domain/reading.ts';
import { u8, u16be } from './bytes.ts';

/** Data bytes of a record; that of the HEM-637IT ends before the flags. */
export const RECORD = { whole: 13, withoutFlags: 11 } as const;

const FLAGS = [
  [0x0001, 'irregular'],
  [0x0002, 'movement'],
] as const satisfies readonly (readonly [number, ReadingFlag])[];

/**
 * 0 year - 2000 | 1 month | 2 day | 3 hour | 4 minute | 5 second | 6 unit number | 7 systolic, 2 | 9 diastolic | 10 pulse |
 * 11 flags, 2: bits 4 and 5 count the three of a series, which are three readings here. Big-endian.
 */
export function recordOf(data: Uint8Array, index: number, user: number): StoredRecord {
  const [year, month, day, hour, minute, second] = [0, 1, 2, 3, 4, 5].map((at) => u8(data, at));
  const deviceClock = clockText([2000 + (year ?? 0), month ?? 0, day ?? 0, hour ?? 0, minute ?? 0, second ?? 0]);
  if (deviceClock === undefined) return { index, user, event: { event: 'rejected', reason: 'date' } };
  const bits = data.length === RECORD.whole ? u16be(data, 11) : 0;
  const flags = FLAGS.filter(([bit]) => (bits & bit) !== 0).map(([, flag]) => flag);
  const event = bloodPressure({
    systolicMmHg: u16be(data, 7),
    diastolicMmHg: u8(data, 9),
    pulsePerMin: u8(data, 10),
    ...(flags.length > 0 && { flags }),
    deviceClock,
  });
  return { index, user, deviceClock, event };
}
