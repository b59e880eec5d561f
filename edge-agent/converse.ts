/** The only place where conversations meet I/O and time. */
import { DeviceError } from './domain/device-error.ts';
import type { DeviceEvent } from './domain/event.ts';
import type { SelfReport } from './domain/self-report.ts';
import { faultPoint } from './fault-point.ts';
import type { Clock } from './ports.ts';
import { type Conversation, type Language, type Line, NEVER } from './protocols/conversation.ts';
import { frameReader, type ReaderCounters } from './protocols/frame-reader.ts';

export interface Shell<F> {
  readonly language: Language<F>;
  readonly clock: Clock;
  /** As of a `Wire`: resolves when the bytes have left, rejects with a DeviceError when they cannot. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly tell: (event: DeviceEvent) => void;
  /** Where what a device says of itself goes, if anybody wants to know. */
  readonly note?: (report: SelfReport) => void;
  /** A whole frame came over the wire, its check value proved. */
  readonly framed?: () => void;
}

/** One connection's talker: bytes and their end come in, one conversation at a time is held over them. */
export interface Converser<F> {
  hear(chunk: Uint8Array): void;
  /** The wire is gone: whole frames already heard still count, then every conversation fails with `unplugged`. */
  gone(why: string): void;
  /** Heard as if it had come over the wire: the hand of a person on a simulated device. */
  put(frame: F): void;
  /**
   * Holds one conversation to its end. An abort is thrown into it once, as DeviceError `aborted`, after discarding what
   * has not been sent; what it then says on its way out (the stop) is not cut short by the same wish.
   */
  converse<T>(talk: (line: Line) => Conversation<F, T>, signal?: AbortSignal): Promise<T>;
  readonly counters: Readonly<ReaderCounters>;
  /** Lets the conversation look once more for what it waits for: `turns` rises if it can still be reached. */
  nudge(): void;
  /** How often it has looked. */
  turns(): number;
}

const ignore = (): void => {};

export function converser<F>({ language, clock, write, tell, note = ignore, framed = ignore }: Shell<F>): Converser<F> {
  const reader = frameReader(language, (reason) => tell({ event: 'rejected', reason }));
  const putFrames: F[] = [];
  const unsent: Uint8Array[] = [];
  let goneWhy: string | undefined;
  let lastByteAt = clock.now();
  let talking = false;
  let turns = 0;
  let wake = (): void => {};

  /** A chunk, an unplug, an abort, or that moment. */
  const somethingHappens = (until: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = until === NEVER ? () => {} : clock.at(until, () => wake());
      wake = () => {
        wake = () => {};
        cancel();
        resolve();
      };
    });

  async function nextFrame(until: number, takeAbort: () => boolean): Promise<F | undefined> {
    for (;;) {
      turns++;
      if (takeAbort()) {
        unsent.length = 0; // a start that has not left stays here
        throw new DeviceError('aborted', 'the conversation was stopped');
      }
      const bytes = goneWhy === undefined ? unsent.shift() : undefined;
      if (bytes) {
        await write(bytes);
        continue;
      }
      const put = putFrames.shift();
      const frame = put ?? reader.next();
      if (frame !== undefined) {
        if (put === undefined) framed();
        faultPoint('frame heard');
        return frame;
      }
      if (goneWhy !== undefined) throw new DeviceError('unplugged', goneWhy);
      if (clock.now() >= until) return undefined;
      const gapEnds = reader.unfinished && language.gapMs !== undefined ? lastByteAt + language.gapMs : NEVER;
      if (clock.now() >= gapEnds) reader.abandon();
      else await somethingHappens(Math.min(until, gapEnds));
    }
  }

  async function hold<T>(talk: (line: Line) => Conversation<F, T>, takeAbort: () => boolean): Promise<T> {
    const line = {
      now: clock.now(),
      wallMs: clock.wall(),
      send: (bytes: Uint8Array) => void unsent.push(bytes),
      tell,
      note,
    };
    const conversation = talk(line);
    let turn = conversation.next();
    while (!turn.done) {
      const heard = await nextFrame(turn.value, takeAbort).then(
        (frame) => ({ frame }),
        (error: unknown) => ({ error }),
      );
      line.now = clock.now();
      line.wallMs = clock.wall();
      turn = 'error' in heard ? conversation.throw(heard.error) : conversation.next(heard.frame);
    }
    for (let bytes = unsent.shift(); bytes && goneWhy === undefined; bytes = unsent.shift()) await write(bytes);
    return turn.value;
  }

  return {
    hear(chunk) {
      lastByteAt = clock.now();
      reader.take(chunk);
      wake();
    },
    gone(why) {
      goneWhy ??= why;
      wake();
    },
    put(frame) {
      putFrames.push(frame);
      wake();
    },
    async converse(talk, signal) {
      if (talking) throw new Error('a device is in exactly one conversation at a time');
      talking = true;
      let mayAbort = signal !== undefined;
      const takeAbort = (): boolean => {
        if (!mayAbort || !signal?.aborted) return false;
        mayAbort = false;
        return true;
      };
      const onAbort = (): void => wake();
      signal?.addEventListener('abort', onAbort);
      try {
        return await hold(talk, takeAbort);
      } finally {
        signal?.removeEventListener('abort', onAbort);
        unsent.length = 0;
        talking = false;
      }
    },
    counters: reader.counters,
    nudge: () => wake(),
    turns: () => turns,
  };
}
