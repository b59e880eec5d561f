/** Which rows of a long list stand in the page: what is seen, and a little more on either side. */

export interface Seen {
  /** Of the list's first row above the upper edge of what is seen, pixels; negative while the list begins below it. */
  readonly above: number;
  readonly height: number;
}

export interface Window {
  readonly first: number;
  /** Behind the last. */
  readonly end: number;
}

/** Never more rows than this, however tall the screen. */
export const MOST_ROWS = 120;
const MARGIN_ROWS = 15;
/** The window moves by so many at once, so that a small movement changes nothing. */
const STEP = 5;

export function windowOf({ above, height }: Seen, rowHeight: number, count: number): Window {
  const top = Math.floor(above / rowHeight) - MARGIN_ROWS;
  const first = Math.max(0, Math.min(Math.floor(top / STEP) * STEP, count - 1));
  const bottom = Math.ceil((above + height) / rowHeight) + MARGIN_ROWS;
  const end = Math.min(count, first + MOST_ROWS, Math.ceil(bottom / STEP) * STEP);
  return { first, end: Math.max(Math.min(first + 1, count), end) };
}
