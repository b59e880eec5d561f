/** Is somebody there? A contact that says so for half a day without a break is stuck, or its wire is cut. */
import type { Cancel, Clock } from '../ports.ts';

const STUCK_MS = 12 * 3_600_000;

export type PresenceIs = 'somebody' | 'nobody' | 'stuck';

export interface Presence {
  feel(somebody: boolean): void;
  /** The board is away; how long it has felt somebody is not forgotten. */
  forget(): void;
  /** Undefined: not known. */
  is(): PresenceIs | undefined;
  close(): void;
}

export function openPresence(clock: Clock, changed: () => void): Presence {
  let now: 'somebody' | 'nobody' | undefined;
  let since: number | undefined;
  let cancel: Cancel = () => {};
  return {
    feel(somebody) {
      now = somebody ? 'somebody' : 'nobody';
      if (somebody && since !== undefined) return;
      cancel();
      since = somebody ? clock.now() : undefined;
      if (since !== undefined) cancel = clock.at(since + STUCK_MS, changed);
    },
    forget() {
      now = undefined;
    },
    is: () => (now === 'somebody' && since !== undefined && clock.now() - since >= STUCK_MS ? 'stuck' : now),
    close: () => cancel(),
  };
}
