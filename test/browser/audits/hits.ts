import type { Page } from 'playwright-core';
import type { Finding } from './finding.ts';
import { CONTROLS } from './taps.ts';

/** Whether a finger at the middle, and `insetMm` inside each corner, meets the control and nothing over it. */
export async function auditHits(
  page: Page,
  { pxPerMm, insetMm }: { pxPerMm: number; insetMm: number },
): Promise<Finding[]> {
  return page.evaluate(
    ({ controls, inset }): Finding[] =>
      [...document.querySelectorAll(controls)].flatMap((control) => {
        const { left, right, top, bottom } = control.getBoundingClientRect();
        const points = [
          [(left + right) / 2, (top + bottom) / 2],
          [left + inset, top + inset],
          [right - inset, top + inset],
          [left + inset, bottom - inset],
          [right - inset, bottom - inset],
        ] as const;
        return points.flatMap(([x, y]): Finding[] => {
          const met = document.elementFromPoint(x, y);
          if (met && control.contains(met)) return [];
          const what = `at ${x.toFixed(0)},${y.toFixed(0)} ${met?.tagName.toLowerCase() ?? 'nothing'}.${met?.className ?? ''}`;
          return [{ audit: 'hit test', what, where: (control.textContent || control.tagName).trim() }];
        });
      }),
    { controls: CONTROLS, inset: insetMm * pxPerMm },
  );
}
