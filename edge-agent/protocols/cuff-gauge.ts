import type { Conversation, Line } from './conversation.ts';
import { NEVER } from './conversation.ts';
import type { Cuff } from './cuff-language.ts';

/** A question that was not answered is asked again then, not sooner. */
const LOST_MS = 500;

/**
 * The next frame, or undefined at that moment. Asks for the pressure meanwhile, where the monitor must be asked for it;
 * one question at a time.
 */
export function gauged<F>(line: Line, { gauge, word }: Cuff<F>): (until: number) => Conversation<F, F | undefined> {
  let nextAt = gauge ? line.now : NEVER;
  let askedAt = line.now;
  return function* next(until) {
    for (;;) {
      const frame = yield Math.min(until, nextAt);
      const heard = gauge && frame && word(frame);
      if (gauge && heard && 'mmHg' in heard) nextAt = Math.max(line.now, askedAt + gauge.everyMs);
      if (frame !== undefined || line.now >= until || !gauge) return frame;
      line.send(gauge.question);
      askedAt = line.now;
      nextAt = askedAt + LOST_MS;
    }
  };
}
