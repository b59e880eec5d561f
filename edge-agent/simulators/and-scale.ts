import { asciiOf } from '../protocols/bytes.ts';
import { kilograms, type OnIt } from './platform.ts';
import { type Scale, scaleSimulator } from './scale.ts';
import type { Simulator } from './simulator.ts';

/** pieces: set to counting. error: somebody else commands it. parity: its line has another than the host's. clone: pads otherwise. */
const FAULTS = ['pieces', 'error', 'parity', 'clone'] as const;
/** Its stream at 2400 baud. */
const EVERY_MS = 100;

function line({ grams, moving, over }: OnIt, fault: string | undefined): string {
  if (fault === 'pieces') return 'QT,+00000012 pc';
  if (fault === 'error') return 'EC,E11';
  if (over) return 'OL,GS,+9999999kg';
  const flag = moving ? 'US' : 'ST';
  if (fault === 'clone') return `${flag},GS ${grams < 0 ? '-' : ''}${kilograms(grams).padStart(8)}kg  `;
  return `${flag},GS,${grams < 0 ? '-' : '+'}${kilograms(grams).padStart(8, '0')}kg`;
}

/** Even parity, as eight bits without parity show it. */
const withParity = (byte: number): number => {
  let ones = 0;
  for (let bits = byte; bits > 0; bits >>= 1) ones += bits & 1;
  return ones % 2 === 0 ? byte : byte | 0x80;
};

const scale: Scale<never> = {
  driver: 'and-scale',
  faults: FAULTS,
  everyMs: EVERY_MS,
  says(on, fault) {
    const said = asciiOf(`${line(on, fault)}\r\n`);
    return fault === 'parity' ? said.map(withParity) : said;
  },
};

export const andScaleSimulator = (): Simulator => scaleSimulator(scale);
