import * as creative from '../protocols/creative-frame.ts';
import { type Arm, type CuffFault, meanMmHg } from './arm-in-cuff.ts';
import { type Besides, type Inside, type Monitor, monitorSimulator, REAL_SPEED } from './monitor.ts';
import type { Simulator } from './simulator.ts';

const CODES: Readonly<Record<CuffFault, number>> = {
  'cuff-loose': 2,
  leak: 3,
  'weak-signal': 5,
  movement: 7,
  'over-pressure': 8,
};
const NAME = Array.from('PC-600', (letter) => letter.charCodeAt(0));
/** Mains, charging, and the highest level. */
const PLUGGED_IN = 0xc7;
const HANDSHAKE_EVERY_MS = 1000;
/** It says a glucose result twice. */
const GLUCOSE_AGAIN_MS = 1000;

const monitor: Monitor<creative.Frame> = {
  driver: 'creative-pc',
  language: creative.toTerminal,
  takes: ['blood-pressure', 'glucose'],
  faults: ['asleep'],
  pressure: (mmHg) => creative.says(creative.PRESSURE, mmHg >> 8, mmHg & 0xff),
  found: (arm) => creative.says(creative.RESULT, ...resultOf(arm)),
  failed: (fault) => creative.says(creative.ERROR, CODES[fault]),
  wants({ kind }) {
    if (kind === creative.START) return 'start';
    return kind === creative.STOP ? 'stop' : undefined;
  },
  answer({ kind }) {
    if (kind === creative.HANDSHAKE) return [creative.says(kind, ...NAME)];
    if (kind === creative.BATTERY) return [creative.says(kind, PLUGGED_IN)];
    return kind === creative.START || kind === creative.STOP ? [creative.says(kind)] : [];
  },
  besides,
};

function resultOf(arm: Arm): number[] {
  const { systolicMmHg, diastolicMmHg, pulsePerMin } = arm;
  const byte = (value: number): number => Math.min(value, 255); // it cannot say more
  return [systolicMmHg >> 8, systolicMmHg & 0xff, byte(meanMmHg(arm)), byte(diastolicMmHg), byte(pulsePerMin)];
}

/** Shakes hands until answered, sleeps, and reads strips. */
function besides({ say, after, fault, mend }: Inside): Besides<creative.Frame> {
  let shaken = false;
  const shake = (): void => {
    if (shaken) return;
    if (fault() !== 'asleep') say(creative.says(creative.HANDSHAKE, ...NAME));
    after(HANDSHAKE_EVERY_MS, shake);
  };
  after(HANDSHAKE_EVERY_MS, shake);
  return {
    hears({ kind }) {
      if (kind === creative.WOKEN.kind && fault() === 'asleep') mend();
      if (fault() === 'asleep') return false;
      if (kind === creative.HANDSHAKE) shaken = true;
      return true;
    },
    takes({ mmolPerL }) {
      const result = creative.says(creative.GLUCOSE, ...stripOf(mmolPerL));
      say(result);
      after(GLUCOSE_AGAIN_MS, () => say(result));
    },
  };
}

/** Status, then tenths of mmol/L as four packed decimal digits. */
function stripOf(mmolPerL: number | 'HI' | 'LO'): readonly number[] {
  if (mmolPerL === 'LO') return [0x10, 0, 0];
  if (mmolPerL === 'HI') return [0x20, 0, 0];
  const digits = String(Math.round(mmolPerL * 10)).padStart(4, '0');
  return [0, Number.parseInt(digits.slice(0, 2), 16), Number.parseInt(digits.slice(2), 16)];
}

export const creativeSimulator = (speed = REAL_SPEED): Simulator => monitorSimulator(monitor, speed);
