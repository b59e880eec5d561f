/** What the drivers of scales have in common: what is told of a stream of numbers, how often, and when it stands still. */
import { DeviceError } from '../domain/device-error.ts';
import type { DeviceEvent, Rejected, Weight } from '../domain/event.ts';
import { gramsOf, type MassUnit } from '../domain/mass.ts';
import { ask, type Conversation, type Line, listen } from './conversation.ts';

/** A number as it stands on the indicator. */
export interface Shown {
  /** A sign or none, digits, a point or none. */
  readonly shown: string;
  readonly unit: MassUnit;
  readonly net?: true;
  /** As the frame says; absent where it says nothing of it. */
  readonly stable?: boolean;
}

export type Failure = Extract<DeviceEvent, { event: 'failure' }>;

/** What one frame of a scale says. */
export type Said = Shown | Failure | Rejected;

/** Over or under what the scale can weigh. */
export const OUT_OF_RANGE: Failure = { event: 'failure', kind: 'range' };
export const refused = (reason: Rejected['reason']): Rejected => ({ event: 'rejected', reason });

export interface Steady {
  readonly frames: number;
  readonly forMs: number;
  /** Longer pauses than this hide what was shown meanwhile. */
  readonly unbrokenMs: number;
}

/** For indicators that do not say whether they stand still: as long, and as often, it shows the same. */
export const BY_ITS_NUMBERS: Steady = { frames: 10, forMs: 1000, unbrokenMs: 500 };

/** Judges whether a number stands still, from the numbers alone; undefined: something else was shown. */
export function steadiness({ frames, forMs, unbrokenMs }: Steady): (shown: string | undefined, now: number) => boolean {
  let same: string | undefined;
  let count = 0;
  let since = 0;
  let last = 0;
  return (shown, now) => {
    if (shown === undefined || shown !== same || now - last > unbrokenMs) {
      count = 0;
      since = now;
    }
    same = shown;
    last = now;
    count++;
    return shown !== undefined && count >= frames && now - since >= forMs;
  };
}

/** A weight that stays is told again so often: who waits for it sees that the scale lives. */
export const AGAIN_MS = 1000;

/**
 * Tells what is new, and a failure once until it ends. `judge`: what must hold besides the frame's own word before a
 * weight is stable; absent: that word alone.
 */
export function weighing(line: Line, judge?: ReturnType<typeof steadiness>): (said: Said) => void {
  let told: Weight | undefined;
  let toldAt = 0;
  let failing: string | undefined;

  function weigh({ shown, unit, net, stable = true }: Shown): void {
    const still = judge?.(JSON.stringify([shown, unit, net, stable]), line.now) ?? true;
    const grams = gramsOf(shown, unit);
    if (grams === undefined) {
      line.tell(refused('unknown'));
      return;
    }
    failing = undefined;
    const weight: Weight = { event: 'weight', grams, stable: stable && still, ...(net && { net }) };
    if (told && sameWeight(told, weight) && line.now - toldAt < AGAIN_MS) return;
    told = weight;
    toldAt = line.now;
    line.tell(weight);
  }

  return (said) => {
    if ('shown' in said) return weigh(said);
    judge?.(undefined, line.now);
    if (said.event === 'rejected') return line.tell(said);
    told = undefined;
    const failure = `${said.kind} ${said.code ?? ''}`;
    if (failure === failing) return;
    failing = failure;
    line.tell(said);
  };
}

const sameWeight = (one: Weight, other: Weight): boolean =>
  one.grams === other.grams && one.stable === other.stable && one.net === other.net;

/** Until a device that talks by itself has said its first whole frame. */
const FIRST_WITHIN_MS = 10_000;

export interface Repeating<F> {
  /** Frames come closer together than this. */
  readonly lostMs: number;
  /** Made anew for each conversation. */
  readonly hearing: (line: Line) => (frame: F) => void;
}

/**
 * The conversations of a device that repeats by itself what it shows. Nothing is ever sent to it. It is there once a whole
 * frame has come, and lost when none comes any more.
 */
export const repeating = <F>({ lostMs, hearing }: Repeating<F>) => ({
  *greet(line: Line): Conversation<F> {
    const first = yield line.now + FIRST_WITHIN_MS;
    if (first === undefined) throw new DeviceError('silent', 'it shows nothing');
    hearing({ ...line, tell: (event) => void (event.event !== 'failure' && line.tell(event)) })(first);
  },

  *idle(line: Line): Conversation<F> {
    const hear = hearing(line);
    for (;;) {
      const frame = yield line.now + lostMs;
      if (frame === undefined) throw new DeviceError('silent', 'it shows nothing any more');
      hear(frame);
    }
  },
});

export interface Polled<F> {
  readonly question: Uint8Array;
  /** Undefined of what is none. */
  readonly answer: (frame: F) => Said | undefined;
  readonly answerMs: number;
}

/** Ten a second, so that what stands still is known as such within little more than one. */
const POLL_MS = 100;

/** One that has just been switched on takes its time. */
const AWAKE_MS = 1000;

/** The conversations of a scale that answers, and does not say whether it stands still. It is asked one question, ever. */
export function polled<F>({ question, answer, answerMs }: Polled<F>) {
  function* shown(line: Line, withinMs: number): Conversation<F, Said> {
    const said = yield* ask(line, question, answer, { withinMs });
    if (!said) throw new DeviceError('silent', 'weight');
    return said;
  }
  return {
    *greet(line: Line): Conversation<F> {
      yield* shown(line, AWAKE_MS);
    },
    *idle(line: Line): Conversation<F> {
      const weigh = weighing(line, steadiness(BY_ITS_NUMBERS));
      for (;;) {
        weigh(yield* shown(line, answerMs));
        yield* listen(line.now + POLL_MS);
      }
    },
  };
}
