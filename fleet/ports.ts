/** What the fleet service needs from outside itself; the same clocks and log that a station's agent is given. */

export type Cancel = () => void;

/** `wall` may be wrong and may jump; `now` only rises and times every wait. Both in milliseconds. */
export interface Clock {
  /** Milliseconds since 1970 UTC: by it alone stations are judged, never by their own. */
  wall(): number;
  now(): number;
  /** Runs `action` once `now()` has reached `moment`; never in the same turn. */
  at(moment: number, action: () => void): Cancel;
}

export type LogFacts = Readonly<Record<string, string | number | boolean | undefined>>;

/** JSON lines. `what` is a fixed phrase; whatever varies is a fact. No envelope, no value, no person. */
export interface Log {
  info(what: string, facts?: LogFacts): void;
  warn(what: string, facts?: LogFacts): void;
  error(what: string, facts?: LogFacts): void;
}

export interface Random {
  bytes(count: number): Uint8Array;
  /** 0 ≤ x < 1. */
  fraction(): number;
}

/** What is told to somebody who is not looking. No resident and no value in it. */
export interface Notice {
  readonly channel: 'webhook' | 'email';
  /** An e-mail address; of the webhook, nothing. */
  readonly recipient: string;
  readonly subject: string;
  readonly text: string;
  /** The same for a machine. */
  readonly json: object;
}
/** Resolves when the other side has taken it. */
export type SendNotice = (notice: Notice) => Promise<void>;
