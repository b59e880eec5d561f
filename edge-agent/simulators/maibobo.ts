import * as maibobo from '../protocols/maibobo.ts';
import type { CuffFault } from './arm-in-cuff.ts';
import { type Monitor, monitorSimulator, REAL_SPEED } from './monitor.ts';
import type { Simulator } from './simulator.ts';

/** Loose cuff and movement have no code of their own. */
const CODES: Readonly<Record<CuffFault, number>> = {
  'cuff-loose': 0x02,
  movement: 0x05,
  'weak-signal': 0x06,
  leak: 0x0f,
  'over-pressure': 0x01,
};

const words = (...values: readonly number[]): number[] => values.flatMap((value) => [value >> 8, value & 0xff]);
/** Seven bytes before the numbers, of which nobody knows what they say. */
const UNEXPLAINED = [0, 0, 0, 0, 0, 0, 0];

const monitor: Monitor<maibobo.Frame> = {
  driver: 'maibobo-rbp',
  language: maibobo.toMonitor,
  takes: ['blood-pressure'],
  pressure: (mmHg) => maibobo.monitorSays(maibobo.PRESSURE, ...words(mmHg)),
  found: ({ systolicMmHg, diastolicMmHg, pulsePerMin }) =>
    maibobo.monitorSays(maibobo.RESULT, ...UNEXPLAINED, ...words(systolicMmHg, diastolicMmHg, pulsePerMin)),
  failed: (fault) => maibobo.monitorSays(maibobo.ERROR, CODES[fault]),
  wants({ instruction }) {
    if (instruction === maibobo.START) return 'start';
    return instruction === maibobo.STOP ? 'stop' : undefined;
  },
  answer: ({ instruction }) =>
    [maibobo.CONNECT, maibobo.START, maibobo.STOP].includes(instruction) ? [maibobo.monitorSays(instruction, 0)] : [],
};

export const maiboboSimulator = (speed = REAL_SPEED): Simulator => monitorSimulator(monitor, speed);
