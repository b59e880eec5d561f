/**
 * A button by which somebody calls for staff. It calls when it is pressed, and once: pressed again while the call stands it
 * only says that it was heard. Nobody but staff clears a call, on the spot: with a press of 6 to 15 s, let go of again, and
 * not before the call has stood for 30 s, so that nobody in fear clears their own.
 *
 * A button that stays pressed for a minute is stuck, jammed, or its wire is cut: then it calls no more, and the call that this
 * very press had made gives way to the warning. What it finds pressed at its start calls when it is let go of: a cut wire never is.
 */
import type { Cancel, Clock } from '../ports.ts';

const STUCK_MS = 60_000;
/** A port report that got spoilt on the way is put right by the next, five seconds later: it clears nothing. */
const CLEARS_MS = { from: 6000, to: 15_000 } as const;
const STANDS_MS = 30_000;

export type ButtonIs = 'released' | 'pressed' | 'stuck';

/** `heard`: pressed while the call stands. `let-go`: held for long enough to clear it. */
export type ButtonTold = 'called' | 'cleared' | 'heard' | 'let-go' | 'stuck' | 'mended';

export interface CallButton {
  feel(pressed: boolean): void;
  /** The board is away, and with it what was being pressed; the call stands. */
  forget(): void;
  /** Undefined: not known. */
  is(): ButtonIs | undefined;
  called(): boolean;
}

interface Press {
  readonly since: number;
  /** Nobody saw it begin. */
  readonly found: boolean;
  /** Let go of in time, it clears the call. */
  readonly clears: boolean;
}

export function openCallButton(clock: Clock, tell: (told: ButtonTold) => void): CallButton {
  let press: Press | 'none' | undefined;
  let stuck = false;
  /** Since when the call stands. */
  let calledAt: number | undefined;
  /** Since then it was let go of. */
  let letGo = false;
  let timers: readonly Cancel[] = [];

  const later = (ms: number, action: () => void): Cancel => clock.at(clock.now() + ms, action);

  function forget(): void {
    for (const cancel of timers) cancel();
    timers = [];
    press = undefined;
  }

  function call(): void {
    calledAt = clock.now();
    letGo = press === 'none';
    tell('called');
  }

  function clear(): void {
    calledAt = undefined;
    tell('cleared');
  }

  function becomesStuck(): void {
    if (stuck) return;
    stuck = true;
    tell('stuck');
    if (calledAt !== undefined && !letGo) clear();
  }

  function begins(found: boolean): void {
    const since = clock.now();
    const clears = !found && !stuck && calledAt !== undefined && since - calledAt >= STANDS_MS;
    press = { since, found, clears };
    timers = [later(STUCK_MS, becomesStuck)];
    if (clears) timers = [...timers, later(CLEARS_MS.from, () => tell('let-go'))];
    if (found || stuck) return;
    if (calledAt === undefined) call();
    else tell('heard');
  }

  function ends({ since, found, clears }: Press): void {
    const heldMs = clock.now() - since;
    if (calledAt === undefined) {
      if (found) call();
    } else if (clears && heldMs >= CLEARS_MS.from && heldMs <= CLEARS_MS.to) clear();
  }

  return {
    feel(pressed) {
      const before = press;
      if (before !== undefined && (before !== 'none') === pressed) return;
      forget();
      if (pressed) return begins(before === undefined);
      press = 'none';
      letGo = true;
      if (stuck) {
        stuck = false;
        tell('mended');
      } else if (before !== undefined && before !== 'none') ends(before);
    },
    forget,
    is() {
      if (press === undefined) return undefined;
      if (press === 'none') return 'released';
      return stuck ? 'stuck' : 'pressed';
    },
    called: () => calledAt !== undefined,
  };
}
