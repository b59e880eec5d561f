import { asciiOf } from '../protocols/bytes.ts';
import { meanMmHg } from './arm-in-cuff.ts';
import { buttonMonitor, digits } from './button-monitor.ts';
import type { Simulator } from './simulator.ts';

/** error: a field that begins with E, as the monitor's own display has them. */
const FAULTS = ['error'] as const;
/** Nobody knows what stands there. */
const UNKNOWN = '-';

export const tm2657pSimulator = (): Simulator =>
  buttonMonitor({
    driver: 'and-tm2657p',
    faults: FAULTS,
    print(arm, _, fault) {
      const numbers = [arm.systolicMmHg, meanMmHg(arm), arm.diastolicMmHg, arm.pulsePerMin];
      const found = numbers.map((number, at) => `${'SMDP'.charAt(at)}${digits(number, 3)}`);
      const fields = [...Array(5).fill(UNKNOWN), ...(fault === 'error' ? ['E1'] : found), UNKNOWN];
      return asciiOf(`\x02${fields.join('\x1e')}\x03`);
    },
  });
