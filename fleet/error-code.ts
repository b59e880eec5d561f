/** A code of the database's or the system's, for the log: its words may hold what was to be written. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
