/** What the leading member does again and again. */
import type { Cancel, Clock } from './ports.ts';

export interface Duty {
  /** Resolves when nothing of it will write any more. */
  close(): Promise<void>;
}

export interface AgainParts {
  readonly clock: Pick<Clock, 'now' | 'at'>;
  /** From the end of one time to the beginning of the next. */
  readonly everyMs: number;
  /** A time that failed; the next comes all the same. */
  readonly failed: (error: unknown) => void;
}

/** Begins at once. `work` is asked to end early by the signal; `close` waits for its end. */
export function again({ clock, everyMs, failed }: AgainParts, work: (signal: AbortSignal) => Promise<void>): Duty {
  const closing = new AbortController();
  let cancel: Cancel = () => {};
  let working: Promise<void> = Promise.resolve();
  const run = (): void => {
    working = work(closing.signal)
      .catch(failed)
      .finally(() => {
        if (!closing.signal.aborted) cancel = clock.at(clock.now() + everyMs, run);
      });
  };
  cancel = clock.at(clock.now(), run);
  return {
    async close() {
      closing.abort();
      cancel();
      await working;
    },
  };
}
