/**
 * AMPall BP868F arm-in monitors, 9600 8N1. Read: the public C# library XiMPLib, its class xBpMeter.AMPAll.BP868F and that
 * one's simulator. A result is 15 bytes, its end the same as its start, all between them decimal digits:
 *
 *   0 '^' | 1-3 systolic | 4-6 mean | 7-9 diastolic | 10-12 pulse | 13 irregular pulse: 0 no, 1 yes | 14 '^'
 *
 * - [x] units: mmHg and beats per minute
 * - [x] check value: none. The digits and the order of the three pressures are all there is
 * - [x] irregular pulse: a digit other than these leaves unsaid whether it is
 * - [ ] errors: not in the protocol: no result comes
 * - [ ] clock, duplicates, movement: not in the protocol
 * - [ ] abort, live pressure: not in the protocol: its own buttons alone; nothing is sent
 * - [ ] LO/HI, control solution: not in the protocol
 */
import type { DeviceEvent } from '../domain/event.ts';
import { bloodPressure } from '../domain/reading.ts';
import { seek, textOf } from './bytes.ts';
import type { Framer, Language } from './conversation.ts';
import { printed } from './printed.ts';

/** The thirteen digits. */
export interface Frame {
  readonly digits: string;
}

const EDGE = 0x5e;
const DIGITS = 13;
const BODY = /^\d{13}\^/;

const cut: Framer<Frame> = (bytes) => {
  const noise = seek(bytes, EDGE);
  if (noise > 0) return { skip: noise, why: 'noise' };
  const text = textOf(bytes.subarray(1, 1 + 2 * (DIGITS + 1)));
  const digits = /^\d*/.exec(text)?.[0].length ?? 0;
  if (digits === text.length && digits <= DIGITS) return 'wait';
  if (digits === 0) return { skip: 1, why: 'noise' }; // an end whose result is gone
  // Behind a lost end the next result's start would stand for it.
  if (!BODY.test(text) || BODY.test(text.slice(DIGITS + 1))) return { skip: 1 + digits, why: 'length' };
  return { frame: { digits: text.slice(0, DIGITS) }, used: 1 + DIGITS + 1 };
};

/** A result takes 16 ms at this speed; the rest is for slow adapters. */
export const fromMonitor: Language<Frame> = { cut, gapMs: 400, dropsWhole: true };

function meaning({ digits }: Frame): DeviceEvent {
  const number = (at: number): number => Number(digits.slice(at, at + 3));
  return bloodPressure({
    systolicMmHg: number(0),
    diastolicMmHg: number(6),
    meanMmHg: number(3),
    pulsePerMin: number(9),
    ...(digits.endsWith('1') && { flags: ['irregular'] }),
  });
}

export const { greet, idle, awaitResult } = printed(meaning);
