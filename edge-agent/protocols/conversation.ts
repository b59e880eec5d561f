/**
 * All that a protocol may know of the world. A protocol is a conversation: a synchronous generator that cannot do I/O,
 * because all it can yield is a moment until which it waits. One shell (`converse.ts`) does the I/O; a simulator is a
 * conversation from the other end of the same language.
 */
import type { DeviceEvent, RejectReason } from '../domain/event.ts';
import type { SelfReport } from '../domain/self-report.ts';

/** What stands at the front of the bytes: not yet enough; so many that are no frame; or a frame, its check value already proved. */
export type Cut<F> =
  | 'wait'
  | { readonly skip: number; readonly why: RejectReason | 'noise' }
  | { readonly frame: F; readonly used: number };

/** `ended`: for the language's `gapMs` nothing has come behind these bytes. */
export type Framer<F> = (bytes: Uint8Array, ended?: boolean) => Cut<F>;

/** How a device's bytes become frames. */
export interface Language<F> {
  readonly cut: Framer<F>;
  /** The bytes of one frame never come further apart than this; without it, any silence may lie between them. */
  readonly gapMs?: number;
  /** Text, whose beginning looks like its middle: what a silence leaves unfinished is dropped whole. */
  readonly dropsWhole?: boolean;
  /** What one chunk carries, where the wire cuts chunks itself, as HID does its reports; undefined: it is no such report. */
  readonly unwrap?: (report: Uint8Array) => Uint8Array | undefined;
}

/** What a conversation sees of the wire. `now`: milliseconds on a clock that only rises, set by the shell at every turn. */
export interface Line {
  readonly now: number;
  /**
   * The machine's wall clock, milliseconds since 1970 UTC; it may be wrong and jump. For words that must carry
   * a time, for no wait; looked at as they are sent, for it is then that a recording notes it.
   */
  readonly wallMs: number;
  /** Leaves when the conversation next waits. */
  send(bytes: Uint8Array): void;
  tell(event: DeviceEvent): void;
  /** For staff; no line of `yike read`. */
  note(report: SelfReport): void;
}

/**
 * Yields the moment until which it waits; resumed with the next good frame, or undefined when the moment has come:
 * silence is no error. An abort or an unplug is thrown into it, so that `finally` can let the cuff go.
 */
export type Conversation<F, T = void> = Generator<number, T, F | undefined>;

export const NEVER = Number.POSITIVE_INFINITY;

/** Hears everything until that moment. With `line.now` only what is already here. */
export function* listen<F>(until: number, each: (frame: F) => void = () => {}): Conversation<F> {
  for (let frame = yield until; frame !== undefined; frame = yield until) each(frame);
}

/** Lets pass what is under way, until nothing has come for so long; a wire that never falls silent is not waited for. */
export function* settle<F>(line: Line, quietMs: number, mostMs: number): Conversation<F> {
  const by = line.now + mostMs;
  let frame: F | undefined;
  do frame = yield line.now + quietMs;
  while (frame !== undefined && line.now < by);
}

export interface Asking<F> {
  readonly withinMs: number;
  readonly tries?: number;
  /** Hears what is no answer: a live pressure, a handshake. */
  readonly other?: (frame: F) => void;
}

/** Asks until answered; undefined after so many tries. */
export function* ask<F, A>(
  line: Line,
  question: Uint8Array,
  answer: (frame: F) => A | undefined,
  { withinMs, tries = 3, other = () => {} }: Asking<F>,
): Conversation<F, A | undefined> {
  for (let attempt = 1; attempt <= tries; attempt++) {
    yield* listen(line.now, other); // what is already here answers nothing that we are about to ask
    line.send(question);
    const by = line.now + withinMs; // chatter does not lengthen the wait
    for (let frame = yield by; frame !== undefined; frame = yield by) {
      const found = answer(frame);
      if (found === undefined) {
        other(frame);
        continue;
      }
      if (attempt > 1) yield* listen(line.now + withinMs, other); // the answer to an earlier try may still be under way
      return found;
    }
  }
  return undefined;
}
