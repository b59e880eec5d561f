/** What one member does for all: begun when it comes to lead, ended when it leads no more. */
import type { Leadership } from './store/leadership.ts';

export interface Duty {
  /** Resolves when nothing of it will write any more. */
  close(): Promise<void>;
}

/** Changes come one behind the other: a duty that is ending has ended before it begins again. */
export function whileLeading(leadership: Leadership, duties: readonly (() => Duty)[]): Duty {
  let running: readonly Duty[] = [];
  let turn: Promise<void> = Promise.resolve();
  let closed = false;

  const settle = async (): Promise<void> => {
    const wanted = leadership.leads() && !closed;
    if (wanted === running.length > 0) return;
    const ending = running;
    running = wanted ? duties.map((begin) => begin()) : [];
    await Promise.all(ending.map((duty) => duty.close()));
  };
  const next = (): Promise<void> => {
    turn = turn.then(settle);
    return turn;
  };
  const cancel = leadership.onChange(() => void next());
  void next();
  return {
    close() {
      closed = true;
      cancel();
      return next();
    },
  };
}
