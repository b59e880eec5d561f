import type { Cancel, Clock } from './ports.ts';
import type { Outbox } from './store/outbox.ts';

const TRY_AGAIN_MS = 5000;

export interface StoreWatch {
  /** Would a save succeed, as far as the last one tells? */
  works(): boolean;
  /** A save has failed: nothing is to be measured until a trial save works. */
  failed(): void;
  cancel: Cancel;
}

/** A full disk is emptied, a read-only one mounted anew: a station whose store failed tries every five seconds. */
export function watchStore(
  outbox: Pick<Outbox, 'trySave' | 'onTrouble'>,
  clock: Clock,
  changed: () => void,
): StoreWatch {
  let works = true;
  let cancel: Cancel = () => {};
  const trySoon = (): void => {
    cancel = clock.at(clock.now() + TRY_AGAIN_MS, () => {
      try {
        outbox.trySave();
      } catch {
        return trySoon(); // as before: it has been said
      }
      works = true;
      changed();
    });
  };
  const failed = (): void => {
    if (!works) return;
    works = false;
    trySoon();
    changed();
  };
  const cancelTrouble = outbox.onTrouble(failed);
  return {
    works: () => works,
    failed,
    cancel() {
      cancelTrouble();
      cancel();
    },
  };
}
