/**
 * A&D TM-2657P arm-in monitors, 2400 8N1. Partly documented. Read: a public C# gateway, "MDI" (namespaces EnvisionIE,
 * MDI.Forms); A&D's own chapter of the protocol was not to be had, nor a sample. STX, fields between record separators, ETX:
 *
 *   five fields of which nothing is known | S systolic | M mean | D diastolic | P pulse | more of which nothing is known
 *
 * - [x] units: mmHg and beats per minute, three digits behind each letter
 * - [x] mean pressure: the source leaves that field out; it stands between systolic and diastolic, and must be their mean
 * - [x] errors: not described. A field that begins with E, or anything else in these places: refused, never understood
 * - [x] check value: a byte behind ETX may be one; its rule is unknown, and it is passed over
 * - [x] privacy: an unknown field may hold a person's number; it is never taken out of its frame
 * - [ ] clock, irregular pulse, movement: may stand in the unknown fields
 * - [ ] abort, live pressure: not in the source: its own buttons alone; nothing is sent
 * - [ ] duplicates, LO/HI, control solution: not in the protocol
 */
import type { DeviceEvent } from '../domain/event.ts';
import { bloodPressure } from '../domain/reading.ts';
import { seek, textOf, u8 } from './bytes.ts';
import type { Framer, Language } from './conversation.ts';
import { printed } from './printed.ts';

export interface Frame {
  /** Systolic, mean, diastolic, pulse; absent where they are not all where they must be. */
  readonly numbers: readonly number[] | undefined;
}

const STX = 0x02;
const ETX = 0x03;
const SEPARATOR = 0x1e;
/** No message's length is known: one with the known fields alone takes 32 bytes. */
const MOST = 160;
/** How many of which nothing is known stand before the numbers, and how many numbers there are. */
const BEFORE = 5;
const BEHIND = BEFORE + 4;
/** Three digits each: of fewer one may be lost, and the source shows none. */
const NUMBERS = /^S(\d{3}) M(\d{3}) D(\d{3}) P(\d{3})$/;

const isText = (byte: number): boolean => (byte >= 0x20 && byte <= 0x7e) || byte === SEPARATOR;

const cut: Framer<Frame> = (bytes) => {
  const noise = seek(bytes, STX);
  if (noise > 0) return { skip: noise, why: 'noise' };
  const end = bytes.subarray(0, MOST).findIndex((byte, at) => at > 0 && !isText(byte));
  if (end < 0) return bytes.length < MOST ? 'wait' : { skip: MOST, why: 'length' };
  if (end === 1) return { skip: 1, why: 'noise' }; // a start whose message is gone
  if (u8(bytes, end) !== ETX) return { skip: end, why: 'length' };
  return { frame: { numbers: numbersOf(textOf(bytes.subarray(1, end)).split('\x1e')) }, used: end + 1 };
};

function numbersOf(fields: readonly string[]): number[] | undefined {
  const unknown = [...fields.slice(0, BEFORE), ...fields.slice(BEHIND)];
  if (unknown.some((field) => field === '' || field.startsWith('E'))) return undefined;
  return NUMBERS.exec(fields.slice(BEFORE, BEHIND).join(' '))?.slice(1).map(Number);
}

/** A whole message takes two thirds of a second at this speed; the pause is that between two bytes, with a slow adapter. */
export const fromMonitor: Language<Frame> = { cut, gapMs: 400, dropsWhole: true };

function meaning({ numbers }: Frame): DeviceEvent {
  if (!numbers) return { event: 'rejected', reason: 'unknown' };
  const [systolicMmHg = 0, meanMmHg = 0, diastolicMmHg = 0, pulsePerMin = 0] = numbers;
  return bloodPressure({ systolicMmHg, diastolicMmHg, meanMmHg, pulsePerMin });
}

export const { greet, idle, awaitResult } = printed(meaning);
