/** Leave to open one bin once, as whoever keeps the books of openings gives it. */
export interface Authorisation {
  readonly id: string;
  /**
   * Commits to disk, before it returns, that a pulse is about to be sent. Throws when none may be: it is spent, has expired,
   * or is of before this process began.
   */
  use(): void;
  /** The door was read open, the second pulse was sent, or the opening was given up: no pulse follows, whatever happens. */
  spent(): void;
}
