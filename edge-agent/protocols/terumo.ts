/**
 * Terumo BP-500 monitors, 9600 8N1. Read: a public C# gateway, "MDI" (namespaces EnvisionIE, MDI.Forms), and the sample in
 * its parser. STX, 62 letters, ETX, and one byte more that looks like a check value, whose rule nobody has written down:
 *
 *   R1,ID(9),YYMMDD,hhmmss,systolic,mean,diastolic,pulse,0000,0000,00000,000
 *
 * - [x] units: mmHg and beats per minute, three digits each
 * - [x] check value: its rule is unknown; columns, digits, calendar and the order of the pressures are all there is
 * - [x] the last four fields: unknown. Unless all are zeros the result is refused: one of them may be its status
 * - [x] mean pressure: not named by the source; it stands where a mean does, and must be one
 * - [x] clock: the monitor's own, to the second
 * - [x] privacy: the ID may be a card's; it is never taken out of its columns
 * - [ ] errors, irregular pulse, movement: not documented
 * - [ ] abort, live pressure: not in the protocol: its own buttons alone; nothing is sent
 * - [ ] duplicates, LO/HI, control solution: not in the protocol
 */
import { clockText } from '../domain/device-clock.ts';
import type { DeviceEvent } from '../domain/event.ts';
import { bloodPressure, refusedPressure } from '../domain/reading.ts';
import type { Language } from './conversation.ts';
import { fixedText } from './fixed-text.ts';
import { printed } from './printed.ts';

export interface Frame {
  /** Year of the century, month, day, hour, minute, second. */
  readonly time: readonly string[];
  /** Systolic, mean, diastolic, pulse. */
  readonly numbers: readonly string[];
  readonly status: string;
}

const COLUMNS =
  /^R1,[^,]{9},(\d\d)(\d\d)(\d\d),(\d\d)(\d\d)(\d\d),(\d{3}),(\d{3}),(\d{3}),(\d{3}),(\d{4},\d{4},\d{5},\d{3})$/;
const LETTERS = 62;
const NOTHING_TO_SAY = '0000,0000,00000,000';

const cut = fixedText(LETTERS, (text): Frame | undefined => {
  const [, ...fields] = COLUMNS.exec(text) ?? [];
  const status = fields.at(-1);
  return status === undefined ? undefined : { time: fields.slice(0, 6), numbers: fields.slice(6, 10), status };
});

/** A result takes 70 ms at this speed; the rest is for slow adapters. */
export const fromMonitor: Language<Frame> = { cut, gapMs: 400, dropsWhole: true };

function meaning({ time, numbers, status }: Frame): DeviceEvent {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = time.map(Number);
  const deviceClock = clockText([2000 + year, month, day, hour, minute, second]);
  const [systolicMmHg = 0, meanMmHg = 0, diastolicMmHg = 0, pulsePerMin = 0] = numbers.map(Number);
  const pressures = { systolicMmHg, diastolicMmHg };
  if (status !== NOTHING_TO_SAY) return refusedPressure('unknown', pressures);
  if (deviceClock === undefined) return refusedPressure('date', pressures);
  return bloodPressure({ ...pressures, meanMmHg, pulsePerMin, deviceClock });
}

export const { greet, idle, awaitResult } = printed(meaning);
