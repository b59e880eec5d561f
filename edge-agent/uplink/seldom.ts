import type { Cancel, Clock, Log } from '../ports.ts';

const SAY_EVERY_MS = 60_000;

export interface Seldom {
  /** `why`: one of a few fixed words. */
  warn(why: string): void;
  /** What was not said yet never is. */
  cancel: Cancel;
}

/** What somebody else can make happen as often as he likes is a line a minute: the first at once, then how often, and why last. */
export function warnSeldom(what: string, { clock, log }: { clock: Pick<Clock, 'now' | 'at'>; log: Log }): Seldom {
  let cancel: Cancel | undefined;
  let count = 0;
  let last = '';

  const say = (): void => {
    cancel = undefined;
    if (count === 0) return;
    log.warn(what, { why: last, count });
    count = 0;
    cancel = clock.at(clock.now() + SAY_EVERY_MS, say);
  };
  return {
    warn(why) {
      count++;
      last = why;
      if (!cancel) say();
    },
    cancel: () => cancel?.(),
  };
}
