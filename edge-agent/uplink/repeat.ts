import type { Cancel, Clock } from '../ports.ts';
import type { Message, Outbox } from '../store/outbox.ts';

/**
 * What is sent a second time where the platform gives receipts. A broker acknowledges from its memory: killed, it loses
 * what it acknowledged; and one without a subscriber drops it at once. Only the platform's receipt means that a row is
 * there, so what has none is sent again: whole at each new connection, and in a long silence its oldest part now and then.
 */
const SILENT_AFTER_MS = 600_000;
const LONGEST_MS = 6 * 3_600_000;
/** More than that without a receipt is a platform that is away, not a line that was cut. */
const MOST_AT_ONCE = 4096;

type Marks = Pick<Outbox, 'acknowledged' | 'receipted'>;

/** Behind which row a new connection begins. */
export const resumeFrom = (outbox: Marks): number =>
  outbox.acknowledged() - outbox.receipted() <= MOST_AT_ONCE ? outbox.receipted() : outbox.acknowledged();

/** What can be asked of a line that stands. */
export interface Backlog {
  /** Beside whatever else is on its way, and without a word about what becomes of it. */
  repeat(messages: readonly Message[]): void;
  beginBehind(sequence: number): void;
}

export interface SilenceParts {
  readonly outbox: Marks & Pick<Outbox, 'after'>;
  readonly backlog: Backlog;
  readonly window: number;
  readonly clock: Pick<Clock, 'now' | 'at'>;
}

export interface Silence {
  /** The platform's receipt has risen. */
  risen(): void;
  cancel: Cancel;
}

/**
 * Ten minutes without a receipt for what is acknowledged: the oldest window goes again, then after twice the time, up to
 * six hours. A receipt that rises after that, and does not cover all, says that the platform has lost what lies between:
 * everything behind it goes again.
 */
export function openSilence({ outbox, backlog, window, clock }: SilenceParts): Silence {
  let waitMs = SILENT_AFTER_MS;
  let repeated = false;
  let cancel: Cancel = () => {};

  const listen = (): void => {
    cancel();
    cancel = clock.at(clock.now() + waitMs, () => {
      if (outbox.acknowledged() > outbox.receipted()) {
        repeated = true;
        backlog.repeat(oldest());
        waitMs = Math.min(2 * waitMs, LONGEST_MS);
      }
      listen();
    });
  };
  const oldest = (): Message[] =>
    outbox
      .after(outbox.receipted(), window)
      .filter((row) => row.sequence <= outbox.acknowledged())
      .flatMap((row) => ('damaged' in row ? [] : [row]));

  listen();
  return {
    risen() {
      const again = repeated && outbox.acknowledged() > outbox.receipted();
      repeated = false;
      waitMs = SILENT_AFTER_MS;
      listen();
      if (again) backlog.beginBehind(outbox.receipted());
    },
    cancel: () => cancel(),
  };
}
