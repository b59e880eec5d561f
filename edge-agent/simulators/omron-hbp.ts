/** An Omron HBP-9030 that prints format 5, or, by its faults, an HBP-9020. */
import type { ClockFields } from '../domain/device-clock.ts';
import { asciiOf } from '../protocols/bytes.ts';
import { type Arm, meanMmHg } from './arm-in-cuff.ts';
import { buttonMonitor, digits } from './button-monitor.ts';
import type { Simulator } from './simulator.ts';

/** error: no result, and a number for it. movement: the arm moved. hbp-9020: the older model. format-1: item 32 is not set to 5. */
const FAULTS = ['error', 'movement', 'hbp-9020', 'format-1'] as const;
const NOBODY = ' '.repeat(20);
const ERROR = '7';

function print(arm: Arm, shows: ClockFields, fault: string | undefined): Uint8Array {
  const { systolicMmHg, diastolicMmHg, pulsePerMin } = arm;
  const [year, ...more] = shows;
  const [month, day, hour, minute] = more.map((field) => digits(field, 2));
  const code = fault === 'error' ? ERROR : '0';
  const found = (...numbers: readonly number[]): string =>
    numbers.map((number) => (fault === 'error' ? '   ' : digits(number, 3))).join(',');
  if (fault === 'format-1') return asciiOf(`MMBP203N\r${NOBODY}\r${found(systolicMmHg)}\r\n`);
  if (fault === 'hbp-9020') {
    const numbers = found(systolicMmHg, meanMmHg(arm), diastolicMmHg, pulsePerMin);
    return asciiOf(`bp,${NOBODY},${year}/${month}/${day},${hour}:${minute},${numbers},${code}\r\n`);
  }
  const numbers = found(systolicMmHg, diastolicMmHg, pulsePerMin);
  const movement = fault === 'movement' ? '1' : '0';
  return asciiOf(`${year},${month},${day},${hour},${minute},${NOBODY},${code},${numbers},${movement}\r\n`);
}

export const omronHbpSimulator = (): Simulator => buttonMonitor({ driver: 'omron-hbp', faults: FAULTS, print });
