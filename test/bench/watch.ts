/** When something stands on the glass. */
import type { Page } from 'playwright-core';
import type { ScreenId } from '../../kiosk/contract/screen.ts';

const SHOWN_WITHIN_MS = 10_000;

export const shown = (page: Page, screen: ScreenId): Promise<void> =>
  page.locator(`.panel[data-screen="${screen}"]`).waitFor();

/**
 * Watches the page for an element of just this text; the answer resolves with the moment, milliseconds since 1970, at which
 * the frame that shows it has left the page: the next one begins. (Without motion: a fade-in would be part of no path.)
 */
export async function watchFor(page: Page, text: string): Promise<() => Promise<number>> {
  const watch = await page.evaluateHandle(
    ([wanted, limitMs]) => {
      const painted = Promise.withResolvers<number>();
      const observer = new MutationObserver(() => {
        const elements = [...document.querySelectorAll('.reading *')];
        if (!elements.some((element) => element.childElementCount === 0 && element.textContent === wanted)) return;
        observer.disconnect();
        requestAnimationFrame(() =>
          requestAnimationFrame(() => painted.resolve(performance.timeOrigin + performance.now())),
        );
      });
      observer.observe(document.body, { childList: true, characterData: true, subtree: true });
      setTimeout(() => painted.reject(new Error('the number was not shown')), limitMs);
      return { painted: painted.promise };
    },
    [text, SHOWN_WITHIN_MS] as const,
  );
  return () => watch.evaluate(({ painted }) => painted);
}
