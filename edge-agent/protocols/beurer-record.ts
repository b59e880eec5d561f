/** A stored reading of the Beurer BM58 and its relatives. */
import { clockText } from '../domain/device-clock.ts';
import type { StoredRecord } from '../domain/memory.ts';
import { bloodPressure } from '../domain/reading.ts';
import { NO_RECORD } from './beurer-dialect.ts';
import { u8 } from './bytes.ts';

/** So much is taken from systolic and diastolic, that they fit into a byte. mmHg. */
const LESS_MMHG = 25;
/** Upper bits, where there are any: of the day, the second user's; of the year, irregular. */
const MARK = 0x80;
/** What stands between the mark and the number is masked out, as its source does. */
const NUMBER = 0x1f;

/**
 * 0 systolic - 25 | 1 diastolic - 25 | 2 pulse | 3 month | 4 day | 5 hour | 6 minute | 7 year - 2000. A first byte of A9 says
 * that there is none, or a systolic of 194: which, the date tells.
 */
export function recordOf(bytes: Uint8Array, index: number, marked: boolean): StoredRecord {
  if (bytes.length === 1) return { index, event: { event: 'rejected', reason: 'length' } };
  const [day, year] = [u8(bytes, 4), u8(bytes, 7)];
  const number = (byte: number): number => (marked ? byte & NUMBER : byte);
  const deviceClock = clockText([2000 + number(year), u8(bytes, 3), number(day), u8(bytes, 5), u8(bytes, 6), 0]);
  if (deviceClock === undefined)
    return { index, event: { event: 'rejected', reason: u8(bytes, 0) === NO_RECORD ? 'length' : 'date' } };
  const event = bloodPressure({
    systolicMmHg: u8(bytes, 0) + LESS_MMHG,
    diastolicMmHg: u8(bytes, 1) + LESS_MMHG,
    pulsePerMin: u8(bytes, 2),
    ...(marked && year & MARK && { flags: ['irregular'] }),
    deviceClock,
  });
  return { index, ...(marked && { user: day & MARK ? 2 : 1 }), deviceClock, event };
}
