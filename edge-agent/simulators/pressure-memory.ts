/** A simulated pressure monitor that is read out: its memory, its clock and its faults, but for the words of its protocol. */
import type { ClockFields } from '../domain/device-clock.ts';
import type { Conversation, Language, Line } from '../protocols/conversation.ts';
import type { Arm } from './arm-in-cuff.ts';
import { answering, ownButtons, saidLater } from './memory-meter.ts';
import { type Press, type Simulator, simulator } from './simulator.ts';

export interface KeptPressure extends Arm {
  readonly at: ClockFields;
  readonly mark?: string;
}

/** What a monitor with a memory is like in its own language. */
export interface PressureMemory<F> {
  readonly driver: string;
  readonly language: Language<F>;
  /** Records of each of its users; a full memory loses the oldest. */
  readonly most: number;
  readonly marks: readonly string[];
  /** What its people measured before it was switched on here. */
  readonly before: readonly KeptPressure[];
  readonly faults?: readonly string[];
  /** Begins with the power; answers a frame with whole messages. */
  readonly answers: (inside: Inside) => (frame: F) => readonly Uint8Array[];
  /** A message as it goes over the wire. */
  readonly wrap: (message: Uint8Array) => readonly Uint8Array[];
}

/** What the words of a protocol can look at. */
export interface Inside {
  /** Oldest first. */
  records(): readonly KeptPressure[];
  /** Its clock, now. */
  shows(): ClockFields;
  /** The fault that was pressed; undefined when none. */
  fault(): string | undefined;
}

/** The mark of a record that is the second user's. */
export const SECOND_USER = 'user-2';
export const isSecondUsers = ({ mark }: KeptPressure): boolean => mark === SECOND_USER;

/**
 * silent: off. late: its answers come when nobody waits any more, once each. torn: the second half of each answer is
 * missing. garbled: one bit of each is wrong, each time another.
 */
const FAULTS = ['silent', 'late', 'torn', 'garbled'] as const;
const LATE_MS = 6000;

export function pressureMemorySimulator<F>(monitor: PressureMemory<F>): Simulator {
  return simulator<F>({
    driver: monitor.driver,
    language: monitor.language,
    takes: ['blood-pressure'],
    faults: [...FAULTS, ...(monitor.faults ?? [])],
    marks: monitor.marks,
    live: (line) => live(line, monitor),
  });
}

function* live<F>(line: Line, { answers, wrap, before, most }: PressureMemory<F>): Conversation<F | Press> {
  const buttons = ownButtons(line);
  const later = saidLater(line);
  let records = before;
  let spoiltSoFar = 0;
  const answer = answers({ ...buttons, records: () => records });

  function keep(record: KeptPressure): void {
    const all = [...records, record];
    const his = all.filter((one) => isSecondUsers(one) === isSecondUsers(record));
    records = his.length > most ? all.filter((one) => one !== his[0]) : all;
  }

  function pressed(press: Press): void {
    buttons.pressed(press);
    if (press.press !== 'take blood-pressure' && press.press !== 'hold blood-pressure') return;
    const { press: _, ...found } = press;
    keep({ at: buttons.shows(), ...found });
  }

  function hear(frame: F): void {
    const fault = buttons.fault();
    if (fault === 'silent') return;
    for (const message of answer(frame)) {
      if (fault === 'late') for (const part of wrap(message)) later.say(part, LATE_MS);
      else for (const part of wrap(spoilt(message, fault, spoiltSoFar++))) line.send(part);
    }
  }

  yield* answering({ pressed, hear, later: [later] });
}

function spoilt(message: Uint8Array, fault: string | undefined, nth: number): Uint8Array {
  if (fault === 'torn') return message.subarray(0, message.length >> 1);
  if (fault !== 'garbled') return message;
  return message.map((byte, at) => (at === nth % message.length ? byte ^ (1 << (nth % 7)) : byte));
}
