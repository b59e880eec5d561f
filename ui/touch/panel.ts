/** The real panel's size, so that a key of 20 mm measures 20 mm on the glass. */
import type { View } from '../../kiosk/contract/screen.ts';

const MM_PER_INCH = 25.4;

/** Pixels per millimetre of a panel of so many inches across. */
export function pxPerMm({ diagonalInch, widthPx, heightPx }: View['panel']): number {
  return Math.hypot(widthPx, heightPx) / (diagonalInch * MM_PER_INCH);
}

/** Lays the page out for the panel; in a window of another size the whole of it is shown, smaller or larger. */
export function fitPanel(panel: View['panel']): void {
  const fit = Math.min(window.innerWidth / panel.widthPx, window.innerHeight / panel.heightPx);
  const { style } = document.documentElement;
  style.setProperty('--mm', `${pxPerMm(panel) * fit}px`);
  style.setProperty('--panel-width', `${panel.widthPx * fit}px`);
  style.setProperty('--panel-height', `${panel.heightPx * fit}px`);
}
