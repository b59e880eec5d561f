/**
 * Parama-Tech FT-201 arm-in monitors, 4800 8N2. Read: the public C# library XiMPLib, its class xBpMeter.ParamaTech.FT201.
 * A result is 26 bytes, blanks between its fields, and perhaps one byte more, of which nothing is known:
 *
 *   0 STX | 2-7 YYMMDD | 9-12 hhmm | 14-16 systolic | 18-20 diastolic | 22-24 pulse | 25 ETX
 *
 * - [x] units: mmHg and beats per minute
 * - [x] check value: none known. Columns, digits, calendar and plausibility are all there is
 * - [x] errors: assumed, for none is documented: three blanks for a number are a measurement without result
 * - [x] clock: the monitor's own, to the minute
 * - [x] other settings of the line: seen so, a result begins with BF and ends with C0 91. Unsupported
 * - [ ] mean pressure, irregular pulse, movement: not in the protocol
 * - [ ] abort, live pressure: not in the protocol: its own buttons alone; nothing is sent
 * - [ ] duplicates, LO/HI, control solution: not in the protocol
 */
import { clockText } from '../domain/device-clock.ts';
import type { DeviceEvent } from '../domain/event.ts';
import { bloodPressure, refusedPressure } from '../domain/reading.ts';
import { textOf } from './bytes.ts';
import type { Cut, Language } from './conversation.ts';
import { fixedText, STX } from './fixed-text.ts';
import { printed } from './printed.ts';

export interface Frame {
  /** Year of the century, month, day, hour, minute. */
  readonly time: readonly string[];
  /** Systolic, diastolic, pulse. */
  readonly numbers: readonly string[];
}

const COLUMNS = /^ (\d\d)(\d\d)(\d\d) (\d\d)(\d\d) (\d{3}| {3}) (\d{3}| {3}) (\d{3}| {3})$/;

const result = fixedText(24, (text): Frame | undefined => {
  const [, ...fields] = COLUMNS.exec(text) ?? [];
  return fields.length > 0 ? { time: fields.slice(0, 5), numbers: fields.slice(5) } : undefined;
});

/** STX, and what it is seen as with other settings of the line, which end a result so. */
const OTHER_START = 0xbf;
const OTHER_END = '\xc0\x91';
/** No result is longer, however it is seen. */
const MOST = 32;

function cut(bytes: Uint8Array): Cut<Frame> {
  const begin = bytes.findIndex((byte) => byte === STX || byte === OTHER_START);
  if (begin !== 0) return { skip: begin < 0 ? bytes.length : begin, why: 'noise' };
  if (bytes[0] === STX) return result(bytes);
  const next = bytes.indexOf(STX);
  const text = textOf(bytes.subarray(0, Math.min(next < 0 ? bytes.length : next, MOST)));
  const end = text.indexOf(OTHER_END);
  if (end > 0) return { skip: end + OTHER_END.length, why: 'unsupported' };
  return next < 0 && text.length < MOST ? 'wait' : { skip: text.length, why: 'noise' };
}

/** A result takes 60 ms at this speed; the rest is for slow adapters. */
export const fromMonitor: Language<Frame> = { cut, gapMs: 400, dropsWhole: true };

function meaning({ time, numbers }: Frame): DeviceEvent {
  if (numbers.includes('   ')) return { event: 'failure', kind: 'unknown' };
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = time.map(Number);
  const deviceClock = clockText([2000 + year, month, day, hour, minute, 0]);
  const [systolicMmHg = 0, diastolicMmHg = 0, pulsePerMin = 0] = numbers.map(Number);
  const pressures = { systolicMmHg, diastolicMmHg };
  if (deviceClock === undefined) return refusedPressure('date', pressures);
  return bloodPressure({ ...pressures, pulsePerMin, deviceClock });
}

export const { greet, idle, awaitResult } = printed(meaning);
