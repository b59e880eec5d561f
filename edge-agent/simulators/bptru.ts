import { COMMANDS, type Frame, KINDS, language, says } from '../protocols/bptru.ts';
import type { CuffFault } from './arm-in-cuff.ts';
import { type Besides, type Inside, type Monitor, monitorSimulator, REAL_SPEED } from './monitor.ts';
import type { Simulator } from './simulator.ts';

/** Inflation too slow is a leak and a loose cuff. */
const CODES: Readonly<Record<CuffFault, number>> = {
  'cuff-loose': 0x83,
  leak: 0x83,
  movement: 0x81,
  'weak-signal': 0x88,
  'over-pressure': 0x82,
};
const FIRMWARE = [1, 2, 3] as const;
/** Minutes of its own series, in the order of its button; 0 is one reading. */
const INTERVALS = [1, 2, 3, 0] as const;

const acknowledged = (command: number, ...data: readonly number[]): Uint8Array =>
  says(KINDS.acknowledged, command, ...data);
const byte = (value: number): number => Math.min(value, 255); // it cannot say more

const monitor: Monitor<Frame> = {
  driver: 'bptru-bpm200',
  language,
  takes: ['blood-pressure'],
  pressure: (mmHg, rises) => says(rises ? KINDS.inflating : KINDS.deflating, mmHg & 0xff, mmHg >> 8),
  found: ({ systolicMmHg, diastolicMmHg, pulsePerMin }) =>
    says(KINDS.reading, 0, byte(systolicMmHg), byte(diastolicMmHg), byte(pulsePerMin)),
  failed: (fault) => says(KINDS.reading, CODES[fault]),
  wants({ kind, data: [command] }) {
    if (kind === KINDS.reset) return 'stop';
    if (kind !== KINDS.command) return undefined;
    if (command === COMMANDS.start) return 'start';
    return command === COMMANDS.stop ? 'stop' : undefined;
  },
  answer({ kind, data: [command] }) {
    if (kind === KINDS.reset) return [says(KINDS.notice, 0x08)];
    if (kind !== KINDS.command) return [];
    if (command === COMMANDS.handshake) return [acknowledged(command, ...FIRMWARE)];
    if (command === COMMANDS.start) return [acknowledged(command, 0, 1)];
    return command === COMMANDS.stop || command === COMMANDS.clear ? [acknowledged(command)] : [];
  },
  besides,
};

function besides({ say }: Inside): Besides<Frame> {
  let interval = 0;
  return {
    hears({ kind, data: [command] }) {
      if (kind !== KINDS.command || command !== COMMANDS.cycle) return true;
      interval = (interval + 1) % INTERVALS.length;
      say(acknowledged(COMMANDS.cycle, INTERVALS[interval] ?? 0));
      return false;
    },
  };
}

export const bptruSimulator = (speed = REAL_SPEED): Simulator => monitorSimulator(monitor, speed);
