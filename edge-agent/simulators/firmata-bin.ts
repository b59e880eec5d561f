/** An Arduino Uno with StandardFirmata in a bin of the reference wiring. */
import { BIN_WORDS, openBin } from './bin-model.ts';
import { type Attached, unoSimulator } from './firmata-uno.ts';
import type { Simulator } from './simulator.ts';

const PINS = { lock: 7, motorSupply: 8, servo: 9 } as const;

export const firmataBinSimulator = (): Simulator =>
  unoSimulator({ driver: 'firmata-bin', words: BIN_WORDS, attach: wired });

function wired(startsAt: number): Attached {
  const bin = openBin(startsAt);
  return {
    pass: (now, { isHigh, servoDegrees }) =>
      bin.pass(now, {
        lock: isHigh(PINS.lock),
        motorSupply: isHigh(PINS.motorSupply),
        servoDegrees: servoDegrees(PINS.servo),
      }),
    contacts() {
      const { door, service, beam, tamper, smoke } = bin.feels().contacts;
      return new Map([
        [2, door],
        [3, service],
        [4, beam],
        [5, tamper],
        [6, smoke],
      ]);
    },
    counts: (channel) => bin.feels().counts[channel] ?? 0,
    hand: bin.hand,
  };
}
