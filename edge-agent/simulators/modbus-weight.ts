import { numberIn, oneOf, type Settings } from '../domain/settings.ts';
import { answerFrame, exceptionFrame, type Question, questions } from '../protocols/modbus-frame.ts';
import { PROFILES, weightRegister } from '../protocols/modbus-weight.ts';
import type { OnIt } from './platform.ts';
import { scaleSimulator } from './scale.ts';
import { type Simulator, settableTwin } from './simulator.ts';

/** other-map: its weight lies in other registers than these. */
const FAULTS = ['other-map'] as const;
const ILLEGAL_ADDRESS = 2;
/** What its converter shows when it is overloaded: all that it can. */
const MOST = 8_388_607;

interface Unit {
  readonly slave: number;
  readonly decimals: number;
  /** Which of its two words comes first. */
  readonly turned: boolean;
  /** Of the first of its weight's registers; whatever lies around it is nought. */
  readonly register: number;
}
/** So many registers on either side of the weight can be read. */
const AROUND = 6;

/** A kilogram has three decimals of which it shows as many as it was set to. */
const shown = (grams: number, { decimals }: Unit): number => Math.round(grams * 10 ** (decimals - 3));

function answer({ grams, over }: OnIt, fault: string | undefined, unit: Unit, question?: Question): Uint8Array {
  const { slave, register: its, turned } = unit;
  if (question?.slave !== slave) return new Uint8Array();
  const { register, count } = question;
  if (fault === 'other-map' || Math.abs(register - its) > AROUND) return exceptionFrame(slave, ILLEGAL_ADDRESS);
  const number = over ? MOST : shown(grams, unit);
  const words = [(number >> 16) & 0xffff, number & 0xffff];
  const weight = turned ? words.toReversed() : words;
  return answerFrame(
    slave,
    Array.from({ length: count }, (_, at) => weight[register + at - its] ?? 0),
  );
}

const unitOf = ({ address, decimals, words, register, profile }: Settings): Unit => ({
  slave: numberIn(address) ?? 1,
  decimals: numberIn(decimals) ?? 3,
  turned: words === 'little',
  register: numberIn(register) ?? weightRegister(oneOf(PROFILES, profile) ?? 'plain'),
});

export const modbusWeightSimulator = (): Simulator =>
  settableTwin((settings) => {
    const unit = unitOf(settings);
    return scaleSimulator<Question>({
      driver: 'modbus-weight',
      faults: FAULTS,
      language: { cut: questions },
      says: (on, fault, question) => answer(on, fault, unit, question),
    });
  });
