/** What has happened since this process began, counted where it happens. No value and no person in it. */
export interface Counters {
  /** Commits that saved events, and those that failed. */
  saves: number;
  failedSaves: number;
  /** Rows that could never be sent, and receipts that could not be believed. */
  rowsSetAside: number;
  receiptsRefused: number;
  /** Connections to the broker, and why each ended or never came about, by the code of its UplinkError. */
  connections: number;
  readonly losses: Map<string, number>;
}

export const openCounters = (): Counters => ({
  saves: 0,
  failedSaves: 0,
  rowsSetAside: 0,
  receiptsRefused: 0,
  connections: 0,
  losses: new Map(),
});
