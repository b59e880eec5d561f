import type { Locator, Page } from 'playwright-core';
import type { ScreenId } from '../../kiosk/contract/screen.ts';
import { touchAt } from './page.ts';

/** A hand at the touch screen: it can tap what it reads, and wait for what it sees; it has no keyboard and no mouse. */
export interface Hand {
  /** How many keys it has pressed; pressed again for want of an answer, a key counts once. */
  readonly taps: () => number;
  /** Taps the key with these words until that screen shows, as a person would who sees that nothing happened. */
  tap(words: string | RegExp, then: ScreenId): Promise<void>;
  /** The same, until one of these screens shows. */
  tapTo(words: string | RegExp, then: readonly ScreenId[]): Promise<void>;
  isAt(screen: ScreenId): Promise<boolean>;
  /** The same, until these words can be read. */
  tapToRead(words: string | RegExp, then: string): Promise<void>;
  sees(screen: ScreenId, timeoutMs?: number): Promise<void>;
  /** Everything that is written on the screen. */
  reads(): Promise<string>;
}

/** A tap within 300 ms of a change of screen is ignored on purpose; a hand tries again soon after. */
const TRY_AGAIN_MS = 350;
/** What does not come in so long does not come. */
const ANSWER_WITHIN_MS = 30_000;

export function aHand(page: Page): Hand {
  let taps = 0;
  const shown = (screen: ScreenId) => page.locator(`.panel[data-screen="${screen}"]`);
  async function tapUntil(words: string | RegExp, wanted: Locator): Promise<void> {
    const key = page.getByRole('button', { name: words }).first();
    taps++;
    for (let first = true; ; first = false) {
      // A slow answer to the former tap may come at any moment: the key is then gone, and what was wanted is there.
      await (first ? key : key.or(wanted).first()).waitFor({ timeout: ANSWER_WITHIN_MS });
      if (!first && (await wanted.isVisible())) return;
      const box = await key.boundingBox({ timeout: TRY_AGAIN_MS }).catch(() => null);
      if (!box) continue; // it went away between two looks
      await touchAt(page, box.x + box.width / 2, box.y + box.height / 2);
      const there = await wanted.waitFor({ timeout: TRY_AGAIN_MS }).then(
        () => true,
        () => false,
      );
      if (there) return;
    }
  }
  return {
    taps: () => taps,
    tap: (words, then) => tapUntil(words, shown(then)),
    tapTo: (words, then) => tapUntil(words, page.locator(then.map((id) => `.panel[data-screen="${id}"]`).join())),
    isAt: (screen) => shown(screen).isVisible(),
    tapToRead: (words, then) => tapUntil(words, page.getByText(then).first()),
    sees: (screen, timeoutMs = 30_000) => shown(screen).waitFor({ timeout: timeoutMs }),
    reads: () => page.locator('body').innerText(),
  };
}
