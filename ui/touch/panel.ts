/** The real panel's size, so that a key of 20 mm measures 20 mm on the glass. */
import type { View } from '../../kiosk/contract/screen.ts';

const MM_PER_INCH = 25.4;

/** Pixels per millimetre of a panel of so many inches across. */
export function pxPerMm({ diagonalInch, widthPx, heightPx }: View['panel']): number {
  return Math.hypot(widthPx, heightPx) / (diagonalInch * MM_PER_INCH);
}

/** Wider than high: a small panel on a table, with its fixed keys in a column at the right. */
export const isLandscape = ({ widthPx, heightPx }: View['panel']): boolean => widthPx > heightPx;

/** Letters are larger than the keys were drawn for: what can be left out is. */
export const isLarge = ({ textSize }: View): boolean => textSize > 1;

/** Lays the page out for the panel; in a window of another size the whole of it is shown, smaller or larger. */
export function fitPanel({ panel, textSize }: Pick<View, 'panel' | 'textSize'>): void {
  const fit = Math.min(window.innerWidth / panel.widthPx, window.innerHeight / panel.heightPx);
  const { style, dataset } = document.documentElement;
  style.setProperty('--mm', `${pxPerMm(panel) * fit}px`);
  style.setProperty('--panel-width', `${panel.widthPx * fit}px`);
  style.setProperty('--panel-height', `${panel.heightPx * fit}px`);
  style.setProperty('--text', String(textSize));
  dataset.panel = isLandscape(panel) ? 'landscape' : 'portrait';
  dataset.text = String(textSize * 100);
}
