import { asciiOf } from '../protocols/bytes.ts';
import { buttonMonitor, digits } from './button-monitor.ts';
import type { Simulator } from './simulator.ts';

/**
 * error: it measured, and has no result. tail: a byte follows of which nothing is known. other-settings: as it is seen with
 * another parity.
 */
const FAULTS = ['error', 'tail', 'other-settings'] as const;

export const paramaSimulator = (): Simulator =>
  buttonMonitor({
    driver: 'parama-ft201',
    faults: FAULTS,
    print({ systolicMmHg, diastolicMmHg, pulsePerMin }, [year, month, day, hour, minute], fault) {
      const two = (value: number): string => digits(value, 2);
      const fields = [
        `${two(year - 2000)}${two(month)}${two(day)}`,
        `${two(hour)}${two(minute)}`,
        ...[systolicMmHg, diastolicMmHg, pulsePerMin].map((one) => (fault === 'error' ? '   ' : digits(one, 3))),
      ];
      if (fault === 'other-settings') return asciiOf(`\xbf${fields.join('')}\xc0\x91`);
      return asciiOf(`\x02 ${fields.join(' ')}\x03${fault === 'tail' ? '\x7f' : ''}`);
    },
  });
