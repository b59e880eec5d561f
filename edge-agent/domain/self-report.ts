/** What a device says of itself: for staff, and of no person. A fact that it does not give is absent. */

export interface Battery {
  /** Measuring will soon end by itself, or has. */
  readonly low: boolean;
  readonly percent?: number;
  /** On the maker's own scale, whose top is not written down; 0 is empty. */
  readonly level?: number;
  readonly charging?: boolean;
  /** Power comes from the wall. */
  readonly mains?: boolean;
}

export interface SelfReport {
  readonly serialNumber?: string;
  readonly firmware?: string;
  readonly battery?: Battery;
}
