import { answerFrame, exceptionFrame, type Question, questions } from '../protocols/modbus-frame.ts';
import type { OnIt } from './platform.ts';
import { type Scale, scaleSimulator } from './scale.ts';
import type { Simulator } from './simulator.ts';

/** other-map: its weight lies in other registers than these. */
const FAULTS = ['other-map'] as const;
const SLAVE = 1;
const REGISTERS = 8;
const ILLEGAL_ADDRESS = 2;
/** What its converter shows when it is overloaded: all that it can. */
const MOST = 8_388_607;

function answer({ grams, over }: OnIt, fault: string | undefined, question?: Question): Uint8Array {
  if (question?.slave !== SLAVE) return new Uint8Array();
  const { register, count } = question;
  if (fault === 'other-map' || register + count > REGISTERS) return exceptionFrame(SLAVE, ILLEGAL_ADDRESS);
  const shown = over ? MOST : grams;
  const all = [(shown >> 16) & 0xffff, shown & 0xffff, ...Array<number>(REGISTERS - 2).fill(0)];
  return answerFrame(SLAVE, all.slice(register, register + count));
}

const scale: Scale<Question> = {
  driver: 'modbus-weight',
  faults: FAULTS,
  language: { cut: questions },
  says: answer,
};

export const modbusWeightSimulator = (): Simulator => scaleSimulator(scale);
