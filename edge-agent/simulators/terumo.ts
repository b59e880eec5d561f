import { asciiOf } from '../protocols/bytes.ts';
import { meanMmHg } from './arm-in-cuff.ts';
import { buttonMonitor, digits } from './button-monitor.ts';
import type { Simulator } from './simulator.ts';

/** status: a field of which nobody knows what it says, and it says something. */
const FAULTS = ['status'] as const;
/** Behind the end; as the source's sample shows it. */
const UNEXPLAINED = '?';

export const terumoSimulator = (): Simulator =>
  buttonMonitor({
    driver: 'terumo-bp500',
    faults: FAULTS,
    print(arm, [year, month, day, hour, minute, second], fault) {
      const two = (...values: readonly number[]): string => values.map((value) => digits(value, 2)).join('');
      const numbers = [arm.systolicMmHg, meanMmHg(arm), arm.diastolicMmHg, arm.pulsePerMin];
      const status = fault === 'status' ? '0001' : '0000';
      const fields = [
        'R1',
        digits(0, 9),
        two(year - 2000, month, day),
        two(hour, minute, second),
        ...numbers.map((number) => digits(number, 3)),
        `${status},0000,00000,000`,
      ];
      return asciiOf(`\x02${fields.join(',')}\x03${UNEXPLAINED}`);
    },
  });
