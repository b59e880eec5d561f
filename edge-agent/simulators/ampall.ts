import { asciiOf } from '../protocols/bytes.ts';
import { meanMmHg } from './arm-in-cuff.ts';
import { buttonMonitor, digits } from './button-monitor.ts';
import type { Simulator } from './simulator.ts';

/** irregular: so is the pulse. error: the monitor shows why there is no result, and prints nothing. */
const FAULTS = ['irregular', 'error'] as const;

export const ampallSimulator = (): Simulator =>
  buttonMonitor({
    driver: 'ampall-bp868f',
    faults: FAULTS,
    print(arm, _, fault) {
      if (fault === 'error') return asciiOf('');
      const numbers = [arm.systolicMmHg, meanMmHg(arm), arm.diastolicMmHg, arm.pulsePerMin];
      return asciiOf(`^${numbers.map((number) => digits(number, 3)).join('')}${fault === 'irregular' ? '1' : '0'}^`);
    },
  });
