import type { Cancel, Clock } from '../../edge-agent/index.ts';

/** One wait that is seen to pass, second by second. */
export interface Waiting {
  /** Begins anew, so long from now; undefined: nothing is waited for. */
  begin(seconds: number | undefined): void;
  /** The same wait, longer or shorter; over at once when so much has passed already. */
  becomes(seconds: number): void;
  left(): { readonly secondsLeft: number; readonly ofSeconds: number };
  cancel: Cancel;
}

/** `tick` at every whole second, `over` once at the end. */
export function openWaiting(clock: Clock, { tick, over }: { tick(): void; over(): void }): Waiting {
  let beganAt = 0;
  let ofSeconds = 0;
  let cancel: Cancel = () => {};

  const leftMs = (): number => beganAt + 1000 * ofSeconds - clock.now();
  function next(): void {
    const left = leftMs();
    // The part of a second that is under way, then whole ones.
    cancel = clock.at(clock.now() + Math.max(0, left % 1000 || Math.min(left, 1000)), () => {
      if (leftMs() <= 0) return over();
      tick();
      next();
    });
  }
  return {
    begin(seconds) {
      cancel();
      beganAt = clock.now();
      ofSeconds = seconds ?? 0;
      if (seconds !== undefined) next();
    },
    becomes(seconds) {
      cancel();
      ofSeconds = seconds;
      next();
    },
    left: () => ({
      secondsLeft: Math.max(0, Math.ceil(leftMs() / 1000)),
      ofSeconds: Math.max(1, ofSeconds),
    }),
    cancel: () => cancel(),
  };
}
