import { asciiOf } from '../protocols/bytes.ts';
import { checkOf } from '../protocols/yaohua-frame.ts';
import type { OnIt } from './platform.ts';
import { type Scale, scaleSimulator } from './scale.ts';
import type { Simulator } from './simulator.ts';

/** equals: set to the frames that begin with an equals sign, which do not say which way round they are. */
const FAULTS = ['equals'] as const;
/** As the A9 repeats itself at 9600 baud. */
const EVERY_MS = 100;

function frame({ grams, over }: OnIt): Uint8Array {
  const digits = over ? '9999991' : `${String(Math.abs(grams)).padStart(6, '0')}3`;
  const body = `${grams < 0 ? '-' : '+'}${digits}`;
  return asciiOf(`\x02${body}${checkOf(asciiOf(body))}\x03`);
}

function backwards({ grams }: OnIt): Uint8Array {
  const digits = String(Math.abs(grams)).padStart(6, '0');
  const shown = `${grams < 0 ? '-' : '0'}${digits.slice(0, 3)}.${digits.slice(3)}`;
  return asciiOf(`=${[...shown].reverse().join('')}`);
}

const scale: Scale<never> = {
  driver: 'yaohua-xk3190',
  faults: FAULTS,
  everyMs: EVERY_MS,
  says: (on, fault) => (fault === 'equals' ? backwards(on) : frame(on)),
};

export const yaohuaSimulator = (): Simulator => scaleSimulator(scale);
