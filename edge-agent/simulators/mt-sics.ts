import { asciiOf, textOf } from '../protocols/bytes.ts';
import type { Language } from '../protocols/conversation.ts';
import { kilograms, type OnIt } from './platform.ts';
import { type Scale, scaleSimulator } from './scale.ts';
import type { Simulator } from './simulator.ts';

/** busy: it can never say now. narrow: a clone, that pads to no columns and does not say who it is. */
const FAULTS = ['busy', 'narrow'] as const;

const LF = 0x0a;
/** Whole lines, whatever they say. */
const toScale: Language<string> = {
  cut(bytes) {
    const end = bytes.indexOf(LF);
    return end < 0 ? 'wait' : { frame: textOf(bytes.subarray(0, end)).trim(), used: end + 1 };
  },
};

function weight({ grams, moving, over }: OnIt, fault: string | undefined): string {
  if (fault === 'busy') return 'S I';
  if (over) return 'S +';
  const shown = `${grams < 0 ? '-' : ''}${kilograms(grams)}`;
  return `S ${moving ? 'D' : 'S'} ${fault === 'narrow' ? shown : shown.padStart(10)} kg`;
}

function answer(on: OnIt, fault: string | undefined, command = ''): string {
  if (command === 'I4') return fault === 'narrow' ? 'ES' : 'I4 A "1234567"';
  return command === 'SI' ? weight(on, fault) : 'ES';
}

const scale: Scale<string> = {
  driver: 'mt-sics',
  faults: FAULTS,
  language: toScale,
  says: (on, fault, command) => asciiOf(`${answer(on, fault, command)}\r\n`),
};

export const mtSicsSimulator = (): Simulator => scaleSimulator(scale);
