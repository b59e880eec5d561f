/** What the agent needs from outside itself. Everything that reads a clock, throws dice or writes a log comes in through these. */

export type Cancel = () => void;

/** The two clocks: `wall` may be wrong and may jump; `now` only rises and times every wait. Both in milliseconds. */
export interface Clock {
  /** Milliseconds since 1970 UTC, as far as this machine knows. */
  wall(): number;
  /** Milliseconds since some moment of this process's start; only rises. */
  now(): number;
  /** Runs `action` once `now()` has reached `moment`; never in the same turn. */
  at(moment: number, action: () => void): Cancel;
  /** Runs `action` behind what has already arrived from outside; never in the same turn. */
  soon(action: () => void): void;
}

export interface Random {
  bytes(count: number): Uint8Array;
  /** 0 ≤ x < 1. */
  fraction(): number;
}

/** Facts that may be logged. There is no way in for a frame, a reading or a person. */
export type LogFacts = Readonly<Record<string, string | number | boolean | undefined>>;

/** The one log: JSON lines. `what` is a fixed phrase; whatever varies is a fact. */
export interface Log {
  info(what: string, facts?: LogFacts): void;
  warn(what: string, facts?: LogFacts): void;
  error(what: string, facts?: LogFacts): void;
}
