import type { BrowserContext } from 'playwright-core';

/** What hears taps: controls, and whatever a script made listen. Needs `markListeners` before the page loads. */
export const CONTROLS =
  'button, a[href], input, select, textarea, summary, [role="button"], [tabindex], [data-hears-taps]';

/** Marks each element that gets a listener for taps, so that no control hides behind a plain element. */
export async function markListeners(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const taps = ['click', 'pointerdown', 'pointerup', 'mousedown', 'touchstart', 'touchend'];
    const add = EventTarget.prototype.addEventListener;
    EventTarget.prototype.addEventListener = function (this: EventTarget, ...given: Parameters<typeof add>) {
      if (this instanceof Element && taps.includes(given[0])) this.setAttribute('data-hears-taps', '');
      return add.apply(this, given);
    };
  });
}
