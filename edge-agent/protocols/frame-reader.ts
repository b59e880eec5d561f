import type { RejectReason } from '../domain/event.ts';
import { concat } from './bytes.ts';
import type { Language } from './conversation.ts';

/** What a frame reader met on the way to its frames, since it was made. */
export interface ReaderCounters {
  frames: number;
  /** Frames refused, by reason. */
  rejected: number;
  /** Bytes that belonged to no frame. */
  noiseBytes: number;
}

/**
 * Turns chunks, split and glued as the wire pleases, into frames. Resynchronises by itself. Holds at most what the
 * language needs for one frame, plus one chunk: a framer must not wait for ever on bytes that can be no frame.
 */
export function frameReader<F>(language: Language<F>, rejected: (reason: RejectReason) => void) {
  let held: Uint8Array = new Uint8Array();
  let ended = false;
  const counters: ReaderCounters = { frames: 0, rejected: 0, noiseBytes: 0 };

  function skip(count: number, why: RejectReason | 'noise'): void {
    held = held.subarray(count);
    if (why === 'noise') counters.noiseBytes += count;
    else {
      counters.rejected++;
      rejected(why);
    }
  }

  return {
    counters: counters as Readonly<ReaderCounters>,
    take(arrived: Uint8Array): void {
      ended = false;
      const chunk = language.unwrap ? language.unwrap(arrived) : arrived;
      if (!chunk) counters.noiseBytes += arrived.length;
      else held = held.length === 0 ? chunk : concat(held, chunk);
    },
    /** The next good frame; undefined when more bytes are needed. */
    next(): F | undefined {
      while (held.length > 0) {
        const cut = language.cut(held, ended);
        if (cut === 'wait') {
          if (!ended) return undefined;
          ended = false;
          skip(language.dropsWhole ? held.length : 1, 'length');
          continue;
        }
        if ('skip' in cut) {
          skip(cut.skip, cut.why);
          continue;
        }
        held = held.subarray(cut.used);
        counters.frames++;
        return cut.frame;
      }
      ended = false;
      return undefined;
    },
    /** Is part of a frame waiting for its end? */
    get unfinished(): boolean {
      return held.length > 0;
    },
    /**
     * Nothing more will come: who ends a frame by silence has it whole; else hunt on behind its first byte, where a
     * beginning can be told.
     */
    abandon(): void {
      ended = held.length > 0;
    },
  };
}

export type FrameReader<F> = ReturnType<typeof frameReader<F>>;
