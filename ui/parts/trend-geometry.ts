/** Where things stand on the chart of earlier results: shares of its field in percent, from the left and from the top. */

/** The scale never moves, so that two visits can be compared by eye. */
const LOWEST = 40;
const HIGHEST = 200;

/** The grid's lines, from the top. */
export const MARKS = [200, 160, 120, 90, 60] as const;

/** The first and the last point keep off the field's edges, so that their dots lie inside it. */
const FIRST = 4;
const LAST = 97;

/** Two numbers, or two names, over one another do not touch. In units of the scale, since the field grows with the letters. */
export const NUMBERS_APART = 30;
export const NAMES_APART = 25;

/** A name fits over the upper number and under the lower one; else the names stand before the first points. */
const NAMES_FIT = { apart: 40, highest: 165, lowest: 52 };

/** A value off the scale is drawn on its edge; its number is still said in full. */
const onScale = (value: number): number => Math.min(HIGHEST, Math.max(LOWEST, value));

export const downTo = (value: number): number => ((HIGHEST - onScale(value)) / (HIGHEST - LOWEST)) * 100;

/** A single point stands where today's stands. */
export const acrossTo = (index: number, count: number): number =>
  count < 2 ? LAST : FIRST + ((LAST - FIRST) * index) / (count - 1);

/** How far down the words beside the upper and the lower value stand: at them, or both as much aside until `least` is kept. */
export function besides(upper: number, lower: number, least: number): readonly [upper: number, lower: number] {
  const missing = Math.max(0, least - (onScale(upper) - onScale(lower)));
  const high = onScale(upper) + missing / 2;
  const low = onScale(lower) - missing / 2;
  const back = Math.max(0, LOWEST - low) - Math.max(0, high - HIGHEST);
  return [downTo(high + back), downTo(low + back)];
}

/** Whether the names have room at the last points. */
export const namesFit = (upper: number, lower: number): boolean =>
  upper - lower >= NAMES_FIT.apart && upper <= NAMES_FIT.highest && lower >= NAMES_FIT.lowest;
