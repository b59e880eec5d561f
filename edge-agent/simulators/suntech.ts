import { bytesOf, sameBytes } from '../protocols/bytes.ts';
import { COMMANDS, type Command, type Frame, LETTERS, moduleSays, toModule } from '../protocols/suntech.ts';
import { type CuffEnd, type CuffFault, meanMmHg } from './arm-in-cuff.ts';
import { type Besides, type Gauge, type Inside, type Monitor, monitorSimulator, REAL_SPEED } from './monitor.ts';
import type { Simulator } from './simulator.ts';

/** A leak and a loose cuff have one code. */
const CODES: Readonly<Record<CuffFault, number>> = {
  'cuff-loose': 0x57,
  leak: 0x57,
  movement: 0x02,
  'weak-signal': 0x01,
  'over-pressure': 0x59,
};
/** Starts that the fault `busy` turns down. */
const BUSY_STARTS = 2;

const DONE = moduleSays(LETTERS.done);
const word = (value: number): number[] => [value & 0xff, (value >> 8) & 0xff];

const monitor: Monitor<Frame> = {
  driver: 'suntech-oem',
  language: toModule,
  takes: ['blood-pressure'],
  faults: ['busy', 'self-test'],
  found: () => DONE,
  failed: () => DONE,
  wants(frame) {
    if (is(frame, 'start')) return 'start';
    return is(frame, 'abort') || is(frame, 'reset') ? 'stop' : undefined;
  },
  answer(frame, { mmHg, last }: Gauge) {
    if (is(frame, 'start')) return [moduleSays(LETTERS.started)];
    if (is(frame, 'abort')) return [moduleSays(LETTERS.aborting), DONE];
    if (is(frame, 'pressure')) return [moduleSays(...word(mmHg))];
    if (is(frame, 'statusA')) return [moduleSays(0, 0)];
    return is(frame, 'result') ? [moduleSays(...resultOf(last))] : [];
  },
  besides,
};

const is = (frame: Frame, command: Command): boolean => sameBytes(frame, bytesOf(...COMMANDS[command]));

/** All 21 bytes: pressures, beats, status, eight test codes, pulse, spare, mean, error, two spare. */
function resultOf(last: CuffEnd | undefined): number[] {
  const numbers = (systolic: number, diastolic: number, pulse: number, mean: number, error: number): number[] =>
    [word(systolic), word(diastolic), Array(10).fill(0), pulse, 0, word(mean), error, 0, 0].flat();
  if (!last) return numbers(0, 0, 0, 0, 0);
  if ('failed' in last) return numbers(0, 0, 0, 0, CODES[last.failed]);
  const { systolicMmHg, diastolicMmHg, pulsePerMin } = last.found;
  return numbers(systolicMmHg, diastolicMmHg, pulsePerMin, meanMmHg(last.found), 0);
}

function besides({ say, fault, mend }: Inside): Besides<Frame> {
  let refused = 0;
  return {
    hears(frame) {
      if (fault() === 'self-test' && is(frame, 'statusA')) {
        say(moduleSays(1, 0));
        return false;
      }
      if (fault() !== 'busy' || !is(frame, 'start')) return true;
      say(moduleSays(LETTERS.busy));
      if (++refused === BUSY_STARTS) {
        refused = 0;
        mend();
      }
      return false;
    },
  };
}

export const suntechSimulator = (speed = REAL_SPEED): Simulator => monitorSimulator(monitor, speed);
