/** A bin with our own firmware, set up by its host, and what a test does to it. */

import { PIN, START, SWITCHES } from './bin-board.ts';
import { bytes, messages } from './messages.ts';
import { ownFirmware } from './own-firmware.ts';
import { aRig, ms, type Rig } from './rig.ts';

/** More often than the board needs to hear something. */
const BEAT_MS = 500;
const BEAT = bytes('F9');

export interface Bin {
  readonly rig: Rig;
  /** Bytes from the host, as hex text; runs until the last has arrived and been obeyed. Returns the cycle of its arrival. */
  says(text: string): number;
  /** Time passes with a host that lives. */
  live(ms: number): void;
  /** Time passes with a host that is dead. */
  silence(ms: number): void;
  /** Everything the board has said since the last call. */
  heard(): string[];
  /** Of these, what the board tells unasked, `F0 01 …`. */
  news(): string[];
  /** As it was when it was made. */
  renew(): void;
}

/** Booted, set up, every switch on its good side; its first pause is over and the lock may be pulsed. */
export function aBin(): Bin {
  const rig = aRig(ownFirmware().image);
  for (const pin of SWITCHES) rig.close(pin);
  const says = (text: string): number => {
    rig.send(bytes(text));
    if (!rig.runUntil(() => rig.unsent === 0, 10_000)) throw new Error('the receiver takes nothing');
    const arrives = rig.cycles;
    rig.run(0.5); // the last byte is still on the line
    return arrives;
  };
  const live = (length: number): void => {
    const began = rig.cycles;
    for (let left = length; left > 0; left = length - ms(rig.cycles - began)) {
      rig.send(BEAT);
      rig.run(Math.min(BEAT_MS, left));
    }
  };
  const heard = (): string[] => messages(rig.take());
  rig.run(20);
  rig.send(START);
  rig.run(80);
  live(2000);
  heard();
  rig.forget();
  const renew = rig.keep();
  return {
    rig,
    says,
    live,
    silence: rig.run,
    heard,
    news: () => heard().filter((message) => message.startsWith('F0 01')),
    renew,
  };
}

/** News as the board says it; its value in two bytes of seven bits. */
export const NEWS = {
  started: (cause: number) => news(0, cause),
  hostBack: 'F0 01 01',
  pinchedByBeam: news(2, 1),
  pinchedByCurrent: news(2, 2),
  lockOpen: 'F0 01 03',
  lockClosed: 'F0 01 04',
  lockPauses: news(5, 1),
  lockHadItsMinute: news(5, 2),
  takenAway: (pin: number) => news(6, pin),
} as const;

function news(kind: number, value: number): string {
  const two = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, '0');
  return `F0 01 ${two(kind)} ${two(value & 0x7f)} ${two(value >> 7)} F7`;
}

/** The door's servo: under these, closed and open. */
export const DOOR = { close: 'E9 0A 00', open: 'E9 5F 00' } as const;
/** Port 1, with nothing else on: motor, buzzer. */
export const PORT_1 = { motor: '91 01 00', buzzer: '91 10 00', off: '91 00 00' } as const;
export const ACTUATORS = [PIN.lock, PIN.motor, PIN.servo, PIN.buzzer] as const;
