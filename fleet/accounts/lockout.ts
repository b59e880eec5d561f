/** How long an account takes no sign-in after so many wrong ones in a row; a right one begins anew. */
const FREE = 5;
const MINUTES = [1, 5, 15, 60];

/** Milliseconds; 0: not at all. */
export function lockedFor(wrong: number): number {
  if (wrong < FREE) return 0;
  return (MINUTES[wrong - FREE] ?? 60) * 60_000;
}
