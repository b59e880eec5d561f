/** Rough handling: trembling, two fingers, a palm, a finger that stays, and a monkey. Nothing breaks, nothing is doubled, nothing is stuck. */
import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Cell, cells } from '../gallery-cells.ts';
import { type GalleryServer, openGalleryServer } from '../gallery-server.ts';
import { ZH } from '../looks.ts';
import { havoc } from './havoc.ts';
import { aPanel, goTo, openBrowser, SETTLED_MS } from './page.ts';
import { screenOf } from './pairwise.ts';

const SEED = 20261125;
const MONKEY_TAPS = 60;
/** Between the taps of a hand that trembles. */
const TREMBLES_MS = 150;
/** Of one tap. */
const HELD_MS = 40;
const STAYS_MS = 3_000;

let server: GalleryServer;
let browser: Browser;
let page: Page;
let finger: CDPSession;
const wrong: string[] = [];

beforeAll(async () => {
  browser = await openBrowser();
  page = await aPanel(browser);
  page.on('pageerror', (error) => wrong.push(error.message));
  finger = await page.context().newCDPSession(page);
});
beforeEach(async () => {
  await server?.close();
  server = await openGalleryServer();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

const all = cells(ZH).filter(({ notYet, goneForS }) => !notYet && goneForS === undefined);
/** The first cell of each screen. */
const screens = [...Map.groupBy(all, screenOf)].flatMap(([, [first]]) => (first ? [first] : []));
const one = (name: string): Cell => {
  const cell = all.find((cell) => cell.name.startsWith(name));
  if (!cell) throw new RangeError(name);
  return cell;
};
const settled = () => page.waitForTimeout(SETTLED_MS);

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The middle of every key there that can be pressed and has an act; turning the page is none. */
const keys = (within: string): Promise<Point[]> =>
  page.evaluate(
    (within) =>
      [...document.querySelectorAll(`${within} button:not(:disabled)`)].flatMap((key) => {
        const { left, right, top, bottom } = key.getBoundingClientRect();
        return /下一页|第一页/.test(key.textContent ?? '') ? [] : { x: (left + right) / 2, y: (top + bottom) / 2 };
      }),
    within,
  );

/** The fingers that touch the glass from now on: none, one or many. */
const touch = (type: 'touchStart' | 'touchEnd', touchPoints: Point[]): Promise<unknown> =>
  finger.send('Input.dispatchTouchEvent', { type, touchPoints: touchPoints.map((point, id) => ({ ...point, id })) });

/** A hand touches and lets go, and touches again so soon, by the events' own stamps: however busy the machine is. */
async function tremble(point: Point): Promise<void> {
  const beganMs = Date.now();
  for (const [type, afterMs] of [
    ['touchStart', 0],
    ['touchEnd', HELD_MS],
    ['touchStart', TREMBLES_MS],
    ['touchEnd', TREMBLES_MS + HELD_MS],
  ] as const) {
    const touchPoints = type === 'touchStart' ? [point] : [];
    await finger.send('Input.dispatchTouchEvent', { type, touchPoints, timestamp: (beganMs + afterMs) / 1000 });
  }
}

describe('two taps of a trembling hand are one, on every key', () => {
  test.each(screens.map((cell) => [cell.name, cell] as const))('%s', async (name, cell) => {
    await goTo(page, server, cell);
    await settled();
    // What stands on every screen is tried on one.
    const found = await keys(name === 'help' ? 'body' : '.keys');
    for (const point of found) await tremble(point);
    await expect.poll(() => server.acts.length).toBe(found.length);
    await settled();
    expect(server.acts).toHaveLength(found.length);
  });
});

test('STOP is heard at once and each time, however the hand trembles', async () => {
  await goTo(page, server, one('bp.measuring'));
  const [stop] = await keys('.strip');
  if (!stop) throw new Error('there is no STOP');
  await tremble(stop);
  await expect.poll(() => server.acts.map(({ act }) => act.do)).toEqual(['stop', 'stop']);
});

test.each([
  ['two fingers', 2],
  ['a palm', 5],
])('%s on the keys: one act at most, and no key stays down', async (_, fingers) => {
  await goTo(page, server, one('help'));
  await settled();
  const points = (await keys('body')).slice(0, fingers);
  expect(points).toHaveLength(fingers);
  await touch('touchStart', points);
  await touch('touchEnd', []);
  await settled();
  expect(server.acts.length).toBeLessThanOrEqual(1);
  expect(await page.locator('[data-pressed]').count()).toBe(0);
  expect(await page.evaluate(() => [innerWidth, visualViewport?.scale])).toEqual([1080, 1]);
});

test('a finger that stays for three seconds: one act at most, no menu, no marked words, and no key stays down', async () => {
  await goTo(page, server, one('home'));
  await settled();
  const [key] = await keys('.keys');
  if (!key) throw new Error('there is no key');
  await touch('touchStart', [key]);
  await page.waitForTimeout(STAYS_MS);
  await touch('touchEnd', []);
  await settled();
  expect(server.acts.length).toBeLessThanOrEqual(1);
  expect(await page.locator('[data-pressed]').count()).toBe(0);
  expect(await page.evaluate(() => String(getSelection()))).toBe('');
});

describe('a monkey breaks nothing, doubles nothing, and finds no dead end', () => {
  test.each([
    ['before a test', /^(home|help|settings|guest|device|still-there)/],
    ['before a measurement', /^bp\.(ask|advice|posture|cuff|rest|ready)/],
    ['while measuring', /^bp\.(measuring|stopping|stopped|pause|problem|open-cuff)/],
    ['at a result', /^(bp|glu)\.result/],
    ['at the glucose meter', /^glu\.(context|wash|strip|drop|wait|feel|problem)/],
    ['when it is urgent', /^act-now/],
    ['from idle to the end', /^(idle|home|bye)$/],
  ])('%s', async (_, names) => {
    const among = all.filter(({ name }) => names.test(name));
    const { acts, complaints } = await havoc({ page, server, among, seed: SEED, taps: MONKEY_TAPS });
    expect(complaints).toEqual([]);
    expect(acts).toBeGreaterThan(0);
  });
});

test('no exception was raised by any of it', () => {
  expect(wrong).toEqual([]);
});
