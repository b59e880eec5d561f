/** Nothing moves while it is being read: neither when news comes or a second passes, nor for somebody who wants no motion at all. */
import type { BrowserContext, Page } from 'playwright-core';
import type { Finding } from './finding.ts';

/** Chromium's own entry, which the DOM library does not know. */
interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  /** Within 500 ms of a tap. */
  readonly hadRecentInput: boolean;
  readonly sources: readonly { readonly node: Node | null }[];
}

/** Notes every unasked-for shift on the page's root, from its first frame on. Before the page loads. */
export async function watchShifts(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    new PerformanceObserver((list) => {
      const nameOf = (node: Node | null | undefined): string =>
        node instanceof Element ? `${node.tagName.toLowerCase()}.${node.getAttribute('class') ?? ''}` : 'text';
      const root = document.documentElement;
      const shifts = (list.getEntries() as LayoutShift[]).filter(({ hadRecentInput }) => !hadRecentInput);
      const said = shifts.map(({ value, sources }) => `${value.toFixed(4)} ${nameOf(sources[0]?.node)}`);
      if (said.length > 0)
        root.setAttribute('data-shifts', [root.getAttribute('data-shifts'), ...said].filter(Boolean).join('; '));
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** The observer hears of a frame a moment after it. */
const heard = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) =>
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve()))),
      ),
  );

export async function forgetShifts(page: Page): Promise<void> {
  await heard(page);
  await page.evaluate(() => document.documentElement.removeAttribute('data-shifts'));
}

/** All since the page loaded, or since they were forgotten. Needs `watchShifts`. */
export async function auditShifts(page: Page): Promise<Finding[]> {
  await heard(page);
  const shifts = await page.evaluate(() => document.documentElement.getAttribute('data-shifts'));
  return shifts === null ? [] : shifts.split('; ').map((what) => ({ audit: 'shift', what, where: 'page' }));
}

/** For a page opened with reduced motion. */
export const auditMotion = (page: Page): Promise<Finding[]> =>
  page.evaluate((): Finding[] => {
    const running = document.getAnimations().filter(({ playState }) => playState === 'running');
    const moved = running.map(({ effect }) => (effect instanceof KeyframeEffect ? effect.target : null));
    return [...moved, ...document.querySelectorAll('animate, animateMotion, animateTransform')].map((element) => ({
      audit: 'motion',
      what: 'moves',
      where: `${element?.tagName.toLowerCase() ?? 'nothing'}.${element?.getAttribute('class') ?? ''}`,
    }));
  });
