/** What is done again and again: one turn at a time, the next so long behind the end of the one before it. */
import { codeOf } from './error-code.ts';
import type { Cancel, Clock } from './ports.ts';

export interface TickingParts {
  readonly clock: Pick<Clock, 'now' | 'at'>;
  readonly everyMs: number;
  /** Asks `closing()` between what takes long. Where it rejects, the next turn comes as it would have. */
  readonly tick: (closing: () => boolean) => Promise<void>;
  readonly failed: (code: string) => void;
}

export interface Ticking {
  /** Waits for the turn under way. */
  close(): Promise<void>;
}

export function openTicking({ clock, everyMs, tick, failed }: TickingParts): Ticking {
  let closed = false;
  let cancel: Cancel = () => {};
  let working: Promise<void> = Promise.resolve();
  const run = (): void => {
    working = tick(() => closed)
      .catch((error: unknown) => failed(codeOf(error)))
      .finally(() => {
        if (!closed) cancel = clock.at(clock.now() + everyMs, run);
      });
  };
  cancel = clock.at(clock.now(), run);
  return {
    async close() {
      closed = true;
      cancel();
      await working;
    },
  };
}
