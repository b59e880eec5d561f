/** How the page answers fingers, the end of a visit, and a station that goes away. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Act } from '../../kiosk/contract/act.ts';
import type { View } from '../../kiosk/contract/screen.ts';
import { aCell, type Cell } from '../gallery-cells.ts';
import { type GalleryServer, openGalleryServer } from '../gallery-server.ts';
import { EN, ZH } from '../looks.ts';
import { aPanel, goTo, openBrowser } from './page.ts';

let server: GalleryServer;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  server = await openGalleryServer();
  page = await aPanel(browser);
});
afterEach(async () => {
  await page.context().close();
  await server.close();
});

const cell = (name: string): Cell => aCell(ZH, name);
const key = (name: string | RegExp) => page.getByRole('button', { name });
const acts = (): Act[] => server.acts.map(({ act }) => act);
const screen = (id: string) => page.locator(`.panel[data-screen="${id}"]`);

/** Past the moment in which taps meant for the former screen are ignored. */
const settled = () =>
  page.evaluate(() => new Promise<number>((resolve) => setTimeout(() => requestAnimationFrame(resolve), 350)));

async function centreOf(name: string | RegExp): Promise<readonly [number, number]> {
  const box = await key(name).boundingBox();
  if (!box) throw new Error(`${name} is not to be seen`);
  return [box.x + box.width / 2, box.y + box.height / 2];
}

test('the first touch on the idle screen wakes, wherever it lands and however it trembles', async () => {
  await goTo(page, server, cell('idle'));
  await settled();
  for (let tap = 0; tap < 3; tap++) await page.touchscreen.tap(900, 1800);
  await expect.poll(acts).toEqual([{ do: 'wake' }]);
});

test('two taps of a trembling hand are one', async () => {
  await goTo(page, server, cell('home · both services'));
  await settled();
  const [x, y] = await centreOf(/测血压/);
  await page.touchscreen.tap(x, y);
  await page.touchscreen.tap(x, y);
  await expect.poll(acts).toEqual([{ do: 'choose', service: 'blood-pressure' }]);
});

/** Every key of the next screen, in the moment in which it stands there. @returns how long after that the page came to do so, in ms */
async function tapAsItChanges(next: Cell): Promise<number> {
  const turn = Number(await page.locator('.panel').getAttribute('data-turn')) + 1;
  await page.evaluate((turn) => {
    const now = performance.now.bind(performance);
    let changedMs = now(); // the page asks what time it is when another screen stands there
    performance.now = () => {
      changedMs = now();
      return changedMs;
    };
    const watch = new MutationObserver(() => {
      if (document.querySelector('.panel')?.getAttribute('data-turn') !== String(turn)) return;
      watch.disconnect();
      const stoodMs = changedMs;
      for (const button of document.querySelectorAll('button')) button.click();
      document.documentElement.dataset.tapped = String(now() - stoodMs);
      performance.now = now;
    });
    watch.observe(document.body, { subtree: true, attributes: true, childList: true });
  }, turn);
  await goTo(page, server, next);
  const lag = await page.locator('html[data-tapped]').getAttribute('data-tapped');
  await page.evaluate(() => document.documentElement.removeAttribute('data-tapped'));
  return Number(lag);
}

test('a tap as the screen changes does nothing; the same tap a moment later counts', async () => {
  let since = 0;
  const tapped = async (): Promise<number> => {
    await goTo(page, server, cell('bp.ready'));
    since = server.acts.length;
    return tapAsItChanges(cell('bp.result · in range'));
  };
  // A page that stood still in between was tapped a moment later: that is not what is asked here.
  for (let tries = 0; (await tapped()) > 200 && tries < 10; tries++) await settled();
  await settled();
  await page.touchscreen.tap(...(await centreOf(/完成/)));
  await expect.poll(() => acts().slice(since)).toEqual([{ do: 'done' }]);
});

test('a finger put down before the screen changed presses nothing on the new one', async () => {
  await goTo(page, server, cell('bp.result · in range'));
  await settled();
  await key(/完成/).dispatchEvent('pointerdown');
  await goTo(page, server, cell('bp.open-cuff'));
  await settled();
  await key(/手臂出来了/).dispatchEvent('pointerup');
  expect(acts()).toEqual([]);
});

test('every press of STOP counts, at once and while the former is under way', async () => {
  await page.route('**/acts', () => {}); // never answered
  const asked: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && asked.push(request.postData() ?? ''));
  await goTo(page, server, cell('bp.measuring · early'));
  const [x, y] = await centreOf(/停止/);
  for (let tap = 0; tap < 3; tap++) await page.touchscreen.tap(x, y);
  await expect.poll(() => asked.length).toBe(3);
  expect(asked.every((body) => body.includes('"stop"'))).toBe(true);
  expect(await key(/停止/).isEnabled()).toBe(true);
});

test('a key rests while its act is under way, and the others do not', async () => {
  await page.route('**/acts', () => {});
  await goTo(page, server, cell('bp.ready'));
  await settled();
  await page.touchscreen.tap(...(await centreOf(/开始/)));
  await expect.poll(() => key(/开始/).isDisabled()).toBe(true);
  expect(await key(/帮助/).isEnabled()).toBe(true);
});

test('a finger that stays or drags opens nothing', async () => {
  await goTo(page, server, cell('bp.result · in range'));
  const refused = await page.evaluate(() =>
    ['contextmenu', 'dragstart', 'selectstart'].map(
      (type) => !document.body.dispatchEvent(new Event(type, { bubbles: true, cancelable: true })),
    ),
  );
  expect(refused).toEqual([true, true, true]);
});

test('what a station is called is text, whatever it says', async () => {
  const { view } = cell('help');
  const name = { 'zh-CN': '<img src=x onerror="document.title=1">' };
  await goTo(page, server, { name: '', view: { ...view, station: { ...view.station, name } } });
  expect(await page.locator('.hut').textContent()).toBe(name['zh-CN']);
  expect(await page.locator('img').count()).toBe(0);
});

test('a change of language is told to whoever listens instead of looking', async () => {
  await goTo(page, server, cell('help'));
  await goTo(page, server, aCell(EN, 'help'));
  await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('en');
  await expect.poll(() => page.getByRole('status').first().textContent()).toBe('Do you need help?');
});

test('the end of a visit is a fresh page that knows nothing of it', async () => {
  const { view } = cell('bp.result · high, irregular');
  const screenOfNeedle = { ...view.screen, systolicMmHg: 7713 } as View['screen'];
  await goTo(page, server, { name: '', view: { ...view, screen: screenOfNeedle } });
  expect(await page.locator('body').innerText()).toContain('7713');
  const history = await page.evaluate(() => Object.assign(window, { before: true }).history.length);
  server.show(cell('bye').view);
  await screen('bye').waitFor();
  server.show(cell('idle').view);
  await expect.poll(() => page.evaluate(() => 'before' in window)).toBe(false);
  await screen('idle').waitFor();
  const left = await page.evaluate(() => ({
    text: document.documentElement.outerHTML,
    history: window.history.length,
    stored: localStorage.length + sessionStorage.length,
    cookies: document.cookie,
  }));
  expect(left).toMatchObject({ history, stored: 0, cookies: '' });
  expect(left.text).not.toContain('7713');
});

test('a station that goes away is missed after 2 s, its phone named after 20 s, the result forgotten after 120 s', async () => {
  await page.clock.install();
  server.show(cell('bp.result · a bit high').view);
  await page.goto(server.url);
  await screen('bp.result').waitFor();
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 1000); // from here on it passes by `runFor` alone
  const broken = page.waitForEvent('requestfailed', (request) => request.url().includes('/api/live'));
  server.vanish();
  await broken;
  await page.clock.runFor(1_900);
  expect(await screen('lost').count()).toBe(0);
  await page.clock.runFor(200);
  await screen('lost').waitFor();
  expect(await page.locator('body').innerText()).toContain('128 / 82');
  expect(await page.locator('body').innerText()).not.toContain('0473');
  await page.clock.runFor(18_000);
  expect(await page.locator('body').innerText()).toContain('0473');
  await page.clock.runFor(100_000);
  expect(await page.locator('body').innerHTML()).not.toContain('128');
});

test('a station that comes back finds its page', async () => {
  await goTo(page, server, cell('help'));
  server.vanish();
  await screen('lost').waitFor();
  server.show(cell('help').view);
  await screen('help').waitFor();
});

test('a station that started anew gives its page a new ticket', async () => {
  await goTo(page, server, cell('help'));
  await page.context().clearCookies();
  await settled();
  const reloaded = page.waitForEvent('load');
  await page.touchscreen.tap(...(await centreOf(/返回/)));
  await reloaded;
  await screen('help').waitFor();
  await settled();
  await page.touchscreen.tap(...(await centreOf(/返回/)));
  await expect.poll(acts).toEqual([{ do: 'back' }]);
});

test('a stream closed for good is opened again by a fresh page as soon as the station answers', async () => {
  await goTo(page, server, cell('help'));
  await page.context().clearCookies();
  const reloaded = page.waitForEvent('load');
  server.vanish();
  server.show(cell('help').view);
  await reloaded;
  await screen('help').waitFor();
  await expect.poll(() => page.context().cookies()).toHaveLength(1);
});
