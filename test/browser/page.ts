/** Chromium from the distribution, a panel touched by fingers, and the way to each of the gallery's cells. */
import { type Browser, chromium, type Page } from 'playwright-core';
import type { View } from '../../kiosk/contract/screen.ts';
import { WORDS } from '../../ui/touch/say.ts';
import type { Cell } from '../gallery-cells.ts';
import type { GalleryServer } from '../gallery-server.ts';
import { PANELS } from '../looks.ts';
import { watchShifts } from './audits/shift.ts';
import { markListeners } from './audits/taps.ts';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--font-render-hinting=none',
  '--disable-lcd-text',
  '--disable-background-networking',
  '--no-first-run',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required', // the alarm sounds whoever touched the screen last, as at a station
];

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });

/** Without motion, so that what is measured and photographed stands still. */
export async function aPanel(browser: Browser, panel: keyof typeof PANELS = 'portrait'): Promise<Page> {
  const { widthPx: width, heightPx: height } = PANELS[panel];
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: 1,
    hasTouch: true,
    reducedMotion: 'reduce',
    locale: 'zh-CN',
  });
  await markListeners(context);
  await watchShifts(context);
  return context.newPage();
}

/** A tap so soon after a change of screen was not meant for it, and does nothing. */
export const SETTLED_MS = 350;

/** A page that was not turned by then is tapped for again: a second tap on one key counts only half a second after the first. */
const TURNS_WITHIN_MS = 300;
const TRIES = 5;

/** To the next page of a screen that is told on several, as a hand gets there; false on the last. */
export async function turnPage(page: Page): Promise<boolean> {
  const names = Object.values(WORDS).map((words) => words['page.next.key']);
  const next = page.getByRole('button', { name: new RegExp(`^(${names.join('|')})$`) });
  const box = (await next.count()) > 0 && (await next.boundingBox());
  if (!box) return false;
  const before = await page.locator('.reading').innerHTML();
  const turned = () =>
    page
      .waitForFunction((before) => document.querySelector('.reading')?.innerHTML !== before, before, {
        timeout: TURNS_WITHIN_MS,
      })
      .then(
        () => true,
        () => false,
      );
  await page.waitForTimeout(SETTLED_MS);
  for (let tries = 0; tries < TRIES; tries++) {
    await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
    if (await turned()) return true;
  }
  return false; // it lies under something: the hit test says so
}

let turn = 0;

/** Shows what has changed on the turn that stands there, and waits until it was painted. */
export async function showLater(page: Page, server: GalleryServer, view: View): Promise<void> {
  server.show({ ...view, turn });
  // The view was sent before this answer is; then a frame is drawn.
  await page.evaluate(async () => {
    await fetch('/healthz');
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  });
}

/** Brings the page to that cell and waits until it stands there. */
export async function goTo(page: Page, server: GalleryServer, { view, notYet, goneForS }: Cell): Promise<void> {
  const shown: View = { ...view, turn: ++turn };
  if (notYet) {
    server.showNothing();
    await page.goto('about:blank');
    await page.goto(server.url);
    const starting = page.locator('.starting');
    await starting.evaluate((element) => Promise.all(element.getAnimations().map(({ finished }) => finished)));
  } else if (goneForS === undefined) {
    // A visit that ends reloads the page: come to the idle screen as a fresh page does.
    if (view.screen.id === 'idle') await page.goto('about:blank');
    server.show(shown);
    if (page.url() !== server.url) await page.goto(server.url);
    await page.locator(`.panel[data-turn="${turn}"]:not([data-screen="lost"])`).waitFor();
  } else {
    await page.clock.install();
    server.show(shown);
    await page.goto(server.url);
    await page.locator(`.panel[data-turn="${turn}"]`).waitFor();
    server.vanish();
    const lost = page.locator('.panel[data-screen="lost"]');
    // The break reaches the page a moment after the clock was moved, or before: move it until it has.
    for (let moved = 0; !(await lost.isVisible()) || moved < goneForS; moved++) await page.clock.runFor(1000);
  }
}

/** A page that loads anew under the finger never answers it: no tap waits longer for its answer. */
const ANSWERED_WITHIN_MS = 2_000;

/** One finger, put down and lifted there. */
export async function touchAt(page: Page, x: number, y: number): Promise<void> {
  await Promise.race([page.touchscreen.tap(x, y), page.waitForTimeout(ANSWERED_WITHIN_MS)]).catch(() => {});
}
