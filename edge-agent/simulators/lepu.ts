import { COMMANDS, type Frame, LETTERS, language, moduleSays, TYPES } from '../protocols/lepu.ts';
import { type CuffFault, meanMmHg } from './arm-in-cuff.ts';
import { type Besides, type Inside, type Monitor, monitorSimulator, REAL_SPEED } from './monitor.ts';
import type { Simulator } from './simulator.ts';

const CODES: Readonly<Record<CuffFault, number>> = {
  'cuff-loose': 2,
  leak: 3,
  'weak-signal': 5,
  movement: 7,
  'over-pressure': 8,
};
/** It says a result again until that was answered, so often in all. */
const RESULT = { times: 3, everyMs: 300 } as const;
/** Starts that the fault `busy` turns down. */
const BUSY_STARTS = 2;

type Command = keyof typeof COMMANDS;
const is = ({ part, type }: Frame, command: Command): boolean =>
  part === COMMANDS[command][0] && type === COMMANDS[command][1];
const answer = (command: Command, letter: number): Uint8Array => moduleSays(TYPES.answer, COMMANDS[command][1], letter);
const words = (...values: readonly number[]): number[] => values.flatMap((value) => [value >> 8, value & 0xff]);

const monitor: Monitor<Frame> = {
  driver: 'lepu-nibp',
  language,
  takes: ['blood-pressure'],
  faults: ['busy'],
  pressure: (mmHg) => moduleSays(TYPES.live, ...words(mmHg), 0),
  found: (arm) =>
    moduleSays(
      TYPES.result,
      ...[0x20, 0, 0, 0],
      ...words(arm.systolicMmHg, arm.diastolicMmHg, meanMmHg(arm), arm.pulsePerMin),
    ),
  failed: (fault) => moduleSays(TYPES.result, 0x20, CODES[fault], 0, 0, ...words(0, 0, 0, 0)),
  wants(frame) {
    if (is(frame, 'start')) return 'start';
    return is(frame, 'cancel') ? 'stop' : undefined;
  },
  answer(frame, { measuring }) {
    if (is(frame, 'start')) return [answer('start', LETTERS.accepted)];
    if (is(frame, 'cancel')) return [answer('cancel', LETTERS.cancelling)];
    if (is(frame, 'adult')) return [answer('adult', LETTERS.accepted)];
    return is(frame, 'state') ? [moduleSays(TYPES.state, 0x0a, measuring ? 0x02 : 0x00, 0x40, 0)] : [];
  },
  besides,
};

function besides({ say, after, fault, mend }: Inside): Besides<Frame> {
  let refused = 0;
  let taken = false;
  return {
    hears(frame) {
      if (is(frame, 'taken')) taken = true;
      if (fault() !== 'busy' || !is(frame, 'start')) return true;
      say(answer('start', LETTERS.busy));
      if (++refused === BUSY_STARTS) {
        refused = 0;
        mend();
      }
      return false;
    },
    ended(said) {
      taken = false;
      for (let time = 1; time < RESULT.times; time++) after(time * RESULT.everyMs, () => taken || say(said));
      after(RESULT.everyMs, () => say(answer('start', LETTERS.done)));
    },
  };
}

export const lepuSimulator = (speed = REAL_SPEED): Simulator => monitorSimulator(monitor, speed);
