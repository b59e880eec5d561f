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
/** It says a strip's result, and a temperature, twice. */
const AGAIN_MS = 1000;
/** The oximeter speaks each second: at first it knows nothing, and behind its last word the finger is out. */
const OXYGEN_EVERY_MS = 1000;
const FINGER_SAYS = 4;
const NO_FINGER = 0x02;
const be = (value: number): readonly number[] => [value >> 8, value & 0xff];

const monitor: Monitor<creative.Frame> = {
  driver: 'creative-pc',
  language: creative.toTerminal,
  takes: ['blood-pressure', 'glucose', 'oxygen-saturation', 'temperature'],
  faults: ['asleep', 'old'],
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

/** Shakes hands until answered, sleeps, and reads strips, fingers and foreheads. */
function besides({ say, after, fault, mend }: Inside): Besides<creative.Frame> {
  let shaken = false;
  const shake = (): void => {
    if (shaken) return;
    if (fault() !== 'asleep') say(creative.says(creative.HANDSHAKE, ...NAME));
    after(HANDSHAKE_EVERY_MS, shake);
  };
  after(HANDSHAKE_EVERY_MS, shake);
  function saturated({ percent, pulsePerMin }: Finger, times: number): void {
    const known = times < FINGER_SAYS && times > 0;
    const values = known ? [percent, pulsePerMin & 0xff, pulsePerMin >> 8, 32] : [0, 0, 0, 0];
    say(creative.says(creative.OXYGEN, ...values, times === 0 ? NO_FINGER : 0));
    if (times > 0) after(OXYGEN_EVERY_MS, () => saturated({ percent, pulsePerMin }, times - 1));
  }
  return {
    hears({ kind }) {
      if (kind === creative.VERSION && fault() !== 'asleep') {
        say(creative.says(kind, 0x11, 0x20, ...(fault() === 'old' ? [] : [1, 2, 3, 4, 5, 6, 7, 8])));
        return true;
      }
      if (kind === creative.WOKEN.kind && fault() === 'asleep') mend();
      if (fault() === 'asleep') return false;
      if (kind === creative.HANDSHAKE) shaken = true;
      return true;
    },
    takes(press) {
      if (press.press === 'take oxygen-saturation') return saturated(press, FINGER_SAYS);
      const result =
        press.press === 'take glucose'
          ? creative.says(creative.GLUCOSE, ...stripOf(press.mmolPerL))
          : creative.says(creative.TEMPERATURE, 0, ...be(Math.round(press.celsius * (fault() === 'old' ? 10 : 100))));
      say(result);
      after(AGAIN_MS, () => say(result));
    },
  };
}

interface Finger {
  readonly percent: number;
  readonly pulsePerMin: number;
}

/** Status, then tenths of mmol/L as four packed decimal digits. */
function stripOf(mmolPerL: number | 'HI' | 'LO'): readonly number[] {
  if (mmolPerL === 'LO') return [0x10, 0, 0];
  if (mmolPerL === 'HI') return [0x20, 0, 0];
  const digits = String(Math.round(mmolPerL * 10)).padStart(4, '0');
  return [0, Number.parseInt(digits.slice(0, 2), 16), Number.parseInt(digits.slice(2), 16)];
}

export const creativeSimulator = (speed = REAL_SPEED): Simulator => monitorSimulator(monitor, speed);
