/**
 * Monitors with a button of their own: the host can neither start nor stop them, and hears each result once, unasked.
 * Nothing is ever sent to them.
 */
import type { DeviceEvent } from '../domain/event.ts';
import { type Conversation, type Line, listen, NEVER } from './conversation.ts';

/** From the wish for a result to its line: the button is found, pressed, and a cuff goes up and down. */
const RESULT_WITHIN_MS = 180_000;

/** The conversations of such a monitor, by what its frames mean. */
export const printed = <F>(meaning: (frame: F) => DeviceEvent) => ({
  /** Nobody answers, so nobody is asked: an open port is all that can be known. */
  *greet(): Conversation<F> {},

  idle: (line: Line): Conversation<F> => listen(NEVER, (frame) => line.tell(meaning(frame))),

  /** Until the monitor has told a result, or why there is none; a line that is refused leaves it waiting. */
  *awaitResult(line: Line): Conversation<F> {
    const until = line.now + RESULT_WITHIN_MS;
    for (let frame = yield until; frame !== undefined; frame = yield until) {
      const event = meaning(frame);
      line.tell(event);
      if (event.event !== 'rejected') return;
    }
  },
});
