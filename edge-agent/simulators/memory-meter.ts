/** What simulated meters with a memory share: a clock, buttons, records and a wire that spoils; no word of any protocol. */
import type { ClockFields } from '../domain/device-clock.ts';
import type { Conversation, Line } from '../protocols/conversation.ts';
import { meterClock } from './meter-clock.ts';
import { isPress, type Press } from './simulator.ts';

/** Switched on for the first time on this day. */
const SHOWS: ClockFields = [2026, 11, 23, 12, 20, 0];

/** What a strip showed. */
export interface Strip {
  readonly mgPerDl: number | 'HI' | 'LO';
  readonly mark?: string;
}

export type Kept<F> = F & { readonly at: ClockFields };
export type KeptStrip = Kept<Strip>;

/** Its clock and its fault, as its owner leaves them. */
export function ownButtons(line: Line, shows = SHOWS) {
  const clock = meterClock(shows, line.now);
  let fault: string | undefined;
  return {
    /** Its clock, now. */
    shows: () => clock.shows(line.now),
    /** The fault that was pressed; undefined when none. */
    fault: () => fault,
    mend(): void {
      fault = undefined;
    },
    pressed(press: Press): void {
      if (press.press === 'fault') fault = press.name === 'none' ? undefined : press.name;
      else if (press.press === 'set clock') clock.set(press.fields, line.now);
    },
  };
}

/** `before`: what its owner measured before it was switched on here. `most`: a full memory loses its oldest record. */
export function memoryMeter<F = Strip>(line: Line, { before, most }: { before: readonly Kept<F>[]; most: number }) {
  const buttons = ownButtons(line);
  let records = before;
  return {
    ...buttons,
    /** Oldest first. */
    records: () => records,
    /** It was measured now. */
    keep(found: F): void {
      records = [...records, { ...found, at: buttons.shows() }].slice(-most);
    },
  };
}

/** The strip that was measured; undefined: another button. */
export function stripOf(press: Press): Strip | undefined {
  if (press.press !== 'take glucose' && press.press !== 'hold glucose') return undefined;
  const { mmolPerL } = press;
  const mgPerDl = typeof mmolPerL === 'number' ? Math.round(mmolPerL * 18) : mmolPerL;
  return press.press === 'hold glucose' ? { mgPerDl, mark: press.mark } : { mgPerDl };
}

/** The number that stands for it in its memory; `beyond`: where it has no number. */
export const stored = ({ mgPerDl }: Strip, beyond: { readonly HI: number; readonly LO: number }): number =>
  typeof mgPerDl === 'number' ? mgPerDl : beyond[mgPerDl];

/** What it says later, in milliseconds from now. */
export function saidLater(line: Line) {
  let due: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  return {
    next: (): number => Math.min(...due.map(({ at }) => at)),
    say: (bytes: Uint8Array, inMs: number): void => void due.push({ at: line.now + inMs, bytes }),
    forget(): void {
      due = [];
    },
    /** Says what has become due. */
    send(): void {
      const now = due.filter(({ at }) => at <= line.now);
      due = due.filter(({ at }) => at > line.now);
      for (const { bytes } of now) line.send(bytes);
    },
  };
}

type Later = Pick<ReturnType<typeof saidLater>, 'next' | 'send'>;

interface Ears<F> {
  readonly pressed: (press: Press) => void;
  readonly hear: (frame: F) => void;
  /** What it says besides, when its time has come. */
  readonly later?: readonly Later[];
}

/** The life of a meter that speaks only when it is spoken to. */
export function* answering<F>({ pressed, hear, later = [] }: Ears<F>): Conversation<F | Press> {
  for (;;) {
    const heard = yield Math.min(...later.map((one) => one.next()));
    if (heard !== undefined && isPress(heard)) pressed(heard);
    else if (heard !== undefined) hear(heard);
    for (const one of later) one.send();
  }
}

/** torn: the second half is missing. garbled: these bits are wrong, of the byte in the middle unless another is named. */
export function spoilt(
  bytes: Uint8Array,
  fault: string | undefined,
  bits: number,
  wrong = bytes.length >> 1,
): Uint8Array {
  if (fault === 'torn') return bytes.subarray(0, Math.ceil(bytes.length / 2));
  return fault === 'garbled' ? bytes.map((byte, at) => (at === wrong ? byte ^ bits : byte)) : bytes;
}
