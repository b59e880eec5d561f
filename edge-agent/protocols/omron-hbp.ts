/**
 * Omron HBP-9020, 9021 and 9030 arm-in monitors print a line a measurement. Read: leon80148/BP_checker, which quotes the
 * HBP-9030's manual 2873643-0F (USB output format 5, function item 32); for the HBP-9020 two public C# programs that read
 * it, XiMPLib's xDevice.xBpMeter.Omron.HBP9020 and the gateway MDI. Columns are fixed:
 *
 *   9030, format 5   YYYY,MM,DD,hh,mm,ID(20),error,sys,dia,pulse,movement  CR LF
 *   9020             bp,ID(20),YYYY/MM/DD,hh:mm,sys,mean,dia,pulse,digit   CR, LF or both
 *
 * - [x] units: mmHg and beats per minute, three digits each
 * - [x] check value: none. Columns, digits, calendar, the maker's range and the order of the pressures are all there is
 * - [x] errors: one digit of which no list is known, told as it is. Three blanks for each number go with it
 * - [x] movement: a count; at the 9020 the digit is an error in one source, and stands beside good numbers in the other
 * - [x] clock: the monitor's own, to the minute
 * - [x] privacy: the ID may be a card's; it is never taken out of its columns
 * - [ ] abort, live pressure: not in the protocol: its own buttons alone; nothing is sent
 * - [ ] duplicates: not in the protocol: a line printed again is a line
 * - [ ] LO/HI, control solution: not in the protocol
 *
 * The 9030's other formats are refused as unsupported: item 32 is to be set to 5.
 */
import { clockText } from '../domain/device-clock.ts';
import type { DeviceEvent, RejectReason } from '../domain/event.ts';
import { bloodPressure, refusedPressure } from '../domain/reading.ts';
import { asciiOf, textOf, u8 } from './bytes.ts';
import type { Framer, Language } from './conversation.ts';
import { printed } from './printed.ts';

export interface Frame {
  readonly model: '9020' | '9030';
  /** Year, month, day, hour, minute. */
  readonly time: readonly string[];
  /** The error at the 9030; nobody knows quite what at the 9020. */
  readonly code: string;
  /** 9030: systolic, diastolic, pulse. 9020: systolic, mean, diastolic, pulse. All blank where there is no result. */
  readonly numbers: readonly string[];
  readonly moved: boolean;
}

const CR = 0x0d;
const LF = 0x0a;
/** The longest line, without its end. */
const MOST = 58;
/** What a line may begin with, the unsupported ones too; whatever else stands in front is noise. */
const FIRST: ReadonlySet<number> = new Set(asciiOf('0123456789bMI'));
/** Formats 1 to 3 of the HBP-9030 are known by their beginnings alone. */
const UNSUPPORTED = /^(MMBP203N|ID\d)/;

const FORMAT_5 = /(\d{4},\d\d,\d\d,\d\d,\d\d),[ -~]{20},(\d),(\d{3}(?:,\d{3}){2}| {3}(?:, {3}){2}),(\d)$/;
const HBP_9020 = /bp,[ -~]{20},(\d{4}\/\d\d\/\d\d,\d\d:\d\d),(\d{3}(?:,\d{3}){3}| {3}(?:, {3}){3}),(\d)$/;

const cut: Framer<Frame> = (bytes) => {
  const begin = bytes.findIndex((byte) => FIRST.has(byte));
  if (begin !== 0) return { skip: begin < 0 ? bytes.length : begin, why: 'noise' };
  const end = bytes.findIndex((byte) => byte === CR || byte === LF);
  if (end < 0) return bytes.length > MOST ? { skip: bytes.length - MOST, why: 'noise' } : 'wait';
  const text = textOf(bytes.subarray(0, end));
  const older = HBP_9020.exec(text);
  if (older) return inFull(older, end, ofHbp9020);
  const newer = u8(bytes, end) === CR ? FORMAT_5.exec(text) : undefined;
  if (newer && bytes.length === end + 1) return 'wait';
  if (newer && bytes[end + 1] === LF) return inFull(newer, end + 1, ofFormat5);
  return { skip: end + 1, why: whyNot(text) };
};

/** What stands before the line in it is the rest of another: that one is refused first. */
const inFull = (found: RegExpExecArray, end: number, frameOf: (found: RegExpExecArray) => Frame) =>
  found.index > 0 ? ({ skip: found.index, why: 'length' } as const) : { frame: frameOf(found), used: end + 1 };

const whyNot = (text: string): RejectReason =>
  UNSUPPORTED.test(text) ? 'unsupported' : [53, MOST].includes(text.length) ? 'unknown' : 'length';

function ofFormat5([, time = '', code = '', numbers = '', movement = '']: RegExpExecArray): Frame {
  return { model: '9030', time: time.split(','), code, numbers: numbers.split(','), moved: movement !== '0' };
}

function ofHbp9020([, time = '', numbers = '', code = '']: RegExpExecArray): Frame {
  return { model: '9020', time: time.split(/[/,:]/), code, numbers: numbers.split(','), moved: code !== '0' };
}

/** A line of the 9020 takes a quarter of a second at 2400 baud. */
export const fromMonitor: Language<Frame> = { cut, gapMs: 400, dropsWhole: true };

const within = (value: number, least: number, most: number): boolean => value >= least && value <= most;

function meaning(frame: Frame): DeviceEvent {
  const { model, code, numbers } = frame;
  const nothing = (none: string): boolean => numbers.every((number) => number === none);
  const failed = model === '9030' ? code !== '0' : nothing('   ') || nothing('000');
  if (failed) return { event: 'failure', kind: 'unknown', ...(code !== '0' && { code }) };
  return nothing('   ') ? { event: 'rejected', reason: 'unknown' } : reading(frame);
}

function reading({ model, time, numbers, moved }: Frame): DeviceEvent {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = time.map(Number);
  // A year with a digit too many in front of it still ends in four.
  const deviceClock = year >= 2000 && year < 2100 ? clockText([year, month, day, hour, minute, 0]) : undefined;
  const [systolicMmHg = 0, ...more] = numbers.map(Number);
  const [meanMmHg, diastolicMmHg = 0, pulsePerMin = 0] = model === '9030' ? [undefined, ...more] : more;
  const pressures = { systolicMmHg, diastolicMmHg };
  if (deviceClock === undefined) return refusedPressure('date', pressures);
  // What the maker says that a 9030 can measure.
  const inRange = within(systolicMmHg, 60, 260) && within(diastolicMmHg, 30, 215) && within(pulsePerMin, 40, 180);
  if (model === '9030' && !inRange) return refusedPressure('range', pressures);
  return bloodPressure({
    ...pressures,
    ...(meanMmHg !== undefined && { meanMmHg }),
    pulsePerMin,
    ...(moved && { flags: ['movement'] }),
    deviceClock,
  });
}

export const { greet, idle, awaitResult } = printed(meaning);
