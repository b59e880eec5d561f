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
export const MOST_ROWS = 100;
const MARGIN_ROWS = 4;
/** The window moves by so many at once, so that a small movement changes nothing. */
const STEP = 4;

/** As long wherever one stands, so that what leaves it at one end can come in at the other. */
export function windowOf({ above, height }: Seen, rowHeight: number, count: number): Window {
  const wanted = Math.ceil(height / rowHeight) + 1 + 2 * MARGIN_ROWS + STEP;
  const length = Math.min(count, MOST_ROWS, wanted);
  const top = Math.floor(above / rowHeight) - MARGIN_ROWS;
  const first = Math.max(0, Math.min(Math.floor(top / STEP) * STEP, count - length));
  return { first, end: first + length };
}

/** A window, and in which of its places the row stands that is the list's first: places are used again and again. */
export interface Placed extends Window {
  readonly turn: number;
}

/** Rows that stay seen stay in their places; where none does, none of the places has to move. */
export function movedTo(next: Window, before: Placed): Placed {
  if (next.first === before.first && next.end === before.end) return before;
  const length = next.end - next.first;
  const way = next.first - before.first;
  const near = length !== before.end - before.first || Math.abs(way) < length;
  return { ...next, turn: near ? before.turn : before.turn + way };
}

/** The place of that row of the list. */
export function placeOf(index: number, { first, end, turn }: Placed): number {
  const length = end - first;
  return (((index - turn) % length) + length) % length;
}
