/** Drivers that take turns at one wire (`identify.ts`): each hears and speaks for itself, one at a time. */
import { type Converser, converser } from './converse.ts';
import type { Unit } from './domain/memory.ts';
import type { Driver, Speech } from './drivers/driver.ts';
import { firstOf } from './first-of.ts';
import type { Ears, Met } from './meeting.ts';
import type { Clock } from './ports.ts';
import type { Wire, WireListener } from './transports/transport.ts';

/** One wire, and who listens to it at present. */
export function sharedEar(ears: Ears) {
  let present: WireListener = { chunk() {}, gone() {} };
  let goneWhy: string | undefined;
  const listener: WireListener = {
    chunk(bytes) {
      ears.heard();
      present.chunk(bytes);
    },
    gone(why) {
      goneWhy = why;
      present.gone(why);
    },
  };
  return {
    listener,
    /** `before`: what it missed. */
    now(next: WireListener, before: readonly Uint8Array[] = []): void {
      present = next;
      for (const chunk of before) next.chunk(chunk);
      if (goneWhy !== undefined) next.gone(goneWhy);
    },
  };
}

/** A driver in its turn, before it is known whether the meter is one of its. */
export interface Candidate {
  readonly talker: Pick<Converser<unknown>, 'nudge' | 'turns' | 'counters'>;
  readonly listener: WireListener;
  /** `asks`: it sends its first question. */
  readonly greet: (signal: AbortSignal, asks: () => void) => Promise<Unit>;
  readonly meet: <T>(met: Met<T>, unit: Unit) => Promise<T>;
}

export function aCandidate(
  driver: Driver,
  wire: Wire,
  { clock, ears }: { readonly clock: Clock; readonly ears: Ears },
): Candidate {
  return driver.speak(<F>(speech: Speech<F>): Candidate => {
    let isMet = false; // what it refuses before may be another's language
    let sends = (): void => {};
    const talker = converser<F>({
      language: speech.language,
      clock,
      write(bytes) {
        sends();
        return wire.write(bytes);
      },
      tell: (event) => void (isMet && ears.tell(event)),
      note: (report) => void (isMet && ears.note(report)),
      framed: ears.framed,
    });
    return {
      talker,
      listener: { chunk: talker.hear, gone: talker.gone },
      greet(signal, asks) {
        sends = () => {
          sends = () => {};
          asks();
        };
        return talker.converse(speech.greet, signal);
      },
      meet(met, unit) {
        isMet = true;
        ears.counting(talker.counters);
        return met(driver, talker, speech, unit);
      },
    };
  });
}

export interface Patience {
  readonly clock: Clock;
  readonly stopped: AbortSignal;
  readonly answerMs: number;
  /** A moment of the clock. */
  readonly ends: number;
}

/** Its greeting, cut short when its first question was answered by nothing in its language; and at `ends`, whatever came. */
export async function greeted(
  { talker, greet }: Candidate,
  { clock, stopped, answerMs, ends }: Patience,
): Promise<Unit> {
  const enough = new AbortController();
  const cancels = [clock.at(ends, () => enough.abort())];
  try {
    using either = firstOf(enough.signal, stopped);
    return await greet(either.signal, () => {
      cancels.push(clock.at(clock.now() + answerMs, () => talker.counters.frames === 0 && enough.abort()));
    });
  } finally {
    for (const cancel of cancels) cancel();
  }
}
