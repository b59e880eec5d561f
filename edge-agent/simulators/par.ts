import { boardSays, boardStates, COMMANDS, type Said, toBoard } from '../protocols/par-frame.ts';
import { type Arm, type CuffEnd, type CuffFault, meanMmHg } from './arm-in-cuff.ts';
import { type Monitor, monitorSimulator, REAL_SPEED } from './monitor.ts';
import type { Simulator } from './simulator.ts';

const CODES: Readonly<Record<CuffFault, string>> = {
  'cuff-loose': '06',
  leak: '07',
  'weak-signal': '09',
  movement: '11',
  'over-pressure': '12',
};

const digits = (value: number): string => String(value).padStart(3, '0');
const OVER = boardSays('999');

const monitor: Monitor<Said> = {
  driver: 'par-nibp2020',
  language: toBoard,
  takes: ['blood-pressure'],
  pressure: (mmHg) => boardSays(`${digits(mmHg)}C0S3`),
  found: () => OVER,
  failed: () => OVER,
  wants(said) {
    if (said === COMMANDS.start) return 'start';
    return said === 'X' ? 'stop' : undefined;
  },
  answer(said, { measuring, last }) {
    if (said === 'X') return measuring ? [OVER] : []; // at rest there is nothing to end
    return said === COMMANDS.status ? [boardStates(status(measuring, last))] : [];
  },
};

function status(measuring: boolean, last: CuffEnd | undefined): string {
  if (measuring) return text(3, '00', undefined);
  return last && 'failed' in last ? text(2, CODES[last.failed], undefined) : text(1, '00', last?.found);
}

function text(state: number, message: string, arm: Arm | undefined): string {
  const pressures = arm ? [arm.systolicMmHg, arm.diastolicMmHg, meanMmHg(arm)].map(digits).join('') : '-'.repeat(9);
  return `S${state};A0;C00;M${message};P${pressures};R${arm ? digits(arm.pulsePerMin) : '---'};T    ;;`;
}

export const parSimulator = (speed = REAL_SPEED): Simulator => monitorSimulator(monitor, speed);
