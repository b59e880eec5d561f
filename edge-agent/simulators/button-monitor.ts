/** A simulated monitor with a button of its own: it measures when a person presses that, and prints what it found. */
import type { ClockFields } from '../domain/device-clock.ts';
import { type Conversation, type Language, type Line, NEVER } from '../protocols/conversation.ts';
import type { Arm } from './arm-in-cuff.ts';
import { onTheWire, WIRE_FAULTS } from './bad-cable.ts';
import { meterClock } from './meter-clock.ts';
import { isPress, type Press, type Simulator, simulator } from './simulator.ts';

/** What a monitor prints, in its own language. */
export interface ButtonMonitor {
  readonly driver: string;
  /** Faults that it has besides those of every such monitor. */
  readonly faults: readonly string[];
  /** One measurement: what was found, what its clock shows, and the fault that was pressed. Nothing: no bytes. */
  readonly print: (arm: Arm, shows: ClockFields, fault: string | undefined) => Uint8Array;
}

/** Its clock when it is switched on. */
const SHOWS: ClockFields = [2026, 11, 23, 10, 30, 0];

/** It has no ears. */
const deaf: Language<never> = { cut: (bytes) => ({ skip: bytes.length, why: 'noise' }) };

export function buttonMonitor({ driver, faults, print }: ButtonMonitor): Simulator {
  return simulator<never>({
    driver,
    language: deaf,
    takes: ['blood-pressure'],
    faults: [...faults, ...WIRE_FAULTS],
    ownButton: true,
    live: (line) => live(line, print),
  });
}

function* live(line: Line, print: ButtonMonitor['print']): Conversation<Press> {
  const clock = meterClock(SHOWS, line.now);
  let fault: string | undefined;
  for (;;) {
    const press = yield NEVER;
    if (!isPress(press)) continue;
    if (press.press === 'fault') fault = press.name === 'none' ? undefined : press.name;
    if (press.press !== 'take blood-pressure' || fault === 'silent') continue;
    const printed = onTheWire(print(press, clock.shows(line.now), fault), fault);
    if (printed.length > 0) line.send(printed);
  }
}

/** As such monitors print a number. */
export const digits = (value: number, width: number): string => String(value).padStart(width, '0');
