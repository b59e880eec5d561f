import type { Counters } from './counters.ts';
import type { Cancel, Clock } from './ports.ts';
import type { Outbox } from './store/outbox.ts';

const TRY_AGAIN_MS = 5000;

export interface StoreWatch {
  /** Would a save succeed, as far as the last one tells? */
  works(): boolean;
  /** A save has failed: nothing is to be measured until a trial save works. */
  failed(): void;
  /**
   * Has a save come to its end since this was last asked? Tries one where there was none. A disk that refuses is an end
   * too: the screen says so, and no restart would mend it. A store that fails otherwise may be mended by one.
   */
  alive(): boolean;
  onChange(listener: () => void): Cancel;
  cancel: Cancel;
}

export interface StoreWatchParts {
  readonly outbox: Pick<Outbox, 'trySave' | 'onTrouble' | 'onAdded'>;
  readonly clock: Clock;
  readonly counters: Counters;
}

/** A full disk is emptied, a read-only one mounted anew: a station whose store failed tries every five seconds. */
export function watchStore({ outbox, clock, counters }: StoreWatchParts): StoreWatch {
  const listeners = new Set<() => void>();
  let works = true;
  let ended = false;
  let cancelTry: Cancel = () => {};

  const become = (next: boolean): void => {
    if (next === works) return;
    works = next;
    if (!works) trySoon();
    for (const listener of listeners) listener();
  };
  const trySoon = (): void => {
    cancelTry = clock.at(clock.now() + TRY_AGAIN_MS, () => {
      if (!tryNow()) trySoon(); // as before: it has been said
    });
  };
  const tryNow = (): boolean => {
    try {
      outbox.trySave();
      ended = true;
      cancelTry();
      become(true);
      return true;
    } catch (error) {
      ended ||= refusedByDisk(error);
      become(false);
      return false;
    }
  };
  const failed = (): void => {
    counters.failedSaves++;
    become(false);
  };
  const cancelAdded = outbox.onAdded(() => {
    counters.saves++;
    ended = true;
  });
  const cancelTrouble = outbox.onTrouble(failed);
  return {
    works: () => works,
    failed,
    alive() {
      if (!ended) tryNow();
      const answer = ended;
      ended = false;
      return answer;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    cancel() {
      cancelAdded();
      cancelTrouble();
      cancelTry();
    },
  };
}

/** sqlite.org/rescode.html: no room, mounted read-only, or an error of the device itself. */
const refusedByDisk = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  /^SQLITE_(FULL|READONLY|IOERR|CANTOPEN)/.test(error.code);
