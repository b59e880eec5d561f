/** However a visit ends, nothing of it is left in the page: not in what it shows, stores or remembers, nor in its memory. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aDemo, type Demo } from './demo.ts';
import { aHand } from './hand.ts';
import { aPanel } from './page.ts';

const NEEDLE = '13.7';
let demo: Demo;
let page: Page;
beforeAll(async () => {
  demo = await aDemo();
  page = demo.page;
});
afterAll(() => demo?.[Symbol.asyncDispose]());

/** Where the needle is found in that page. */
async function found(page: Page): Promise<string[]> {
  const places = await kept(page);
  return (await inMemory(page)) ? [...places, 'memory'] : places;
}

/** The same without its memory, which takes a second to go through. */
async function kept(page: Page): Promise<string[]> {
  const texts = await page.evaluate(async () => ({
    'the document': document.documentElement.outerHTML.replaceAll(/<svg[\s\S]*?<\/svg>/g, ''),
    storage: JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state]),
    caches: JSON.stringify(await caches.keys()),
    databases: JSON.stringify(await indexedDB.databases()),
    'the entries of performance': performance
      .getEntries()
      .map(({ name }) => name)
      .join(' '),
  }));
  return Object.entries(texts).flatMap(([where, text]) => (text.includes(NEEDLE) ? [where] : []));
}

/** A heap snapshot, numbers too: the needle as a whole string or number, or in the text of a view. */
async function inMemory(page: Page): Promise<boolean> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  const withNumbers = { reportProgress: false, exposeNumericValues: true };
  await session.send('HeapProfiler.takeHeapSnapshot', withNumbers);
  await session.detach();
  const { strings } = JSON.parse(chunks.join('')) as { readonly strings: readonly string[] };
  return strings.some((string) => string === NEEDLE || string.includes(`"mmolPerL":${NEEDLE}`));
}

/** To the result that holds the needle. */
async function measured(): Promise<void> {
  const hand = aHand(page);
  await hand.sees('idle');
  await hand.tap(/点一下屏幕开始/, 'home');
  await hand.tap(/测血糖/, 'guest.told');
  await hand.tap(/知道了/, 'glu.context');
  await hand.tap(/其他时间/, 'glu.wash');
  demo.skip(20_000);
  await hand.sees('glu.strip');
  demo.process.type(`glucose-1 take ${NEEDLE}`);
  await hand.sees('glu.result');
}

/** A page that has never seen a visit. */
async function isLikeAFreshOne(): Promise<void> {
  const fresh = await aPanel(demo.browser);
  await fresh.goto(demo.url);
  await fresh.locator('.panel[data-screen="idle"]').waitFor();
  // The clock on both goes on: in the same minute they are the same picture.
  await expect
    .poll(async () => (await page.screenshot()).equals(await fresh.screenshot()), { timeout: 20_000 })
    .toBe(true);
  await fresh.context().close();
}

const ends: Readonly<Record<string, () => Promise<void>>> = {
  async done() {
    await aHand(page).tap(/完成/, 'home');
    expect(await kept(page)).not.toContain('the document'); // the visit goes on: its memory is the page's until it ends
    await aHand(page).tap(/结束/, 'bye');
  },
  end: () => aHand(page).tap(/结束/, 'bye'),
  async 'nobody being there'() {
    demo.skip(120_000);
    await page.locator('.panel[data-screen="still-there"]').waitFor();
    demo.skip(30_000);
  },
  async 'a reload, and the end'() {
    await page.reload();
    await aHand(page).sees('glu.result');
    await aHand(page).tap(/结束/, 'bye');
  },
  async 'a page that crashes'() {
    const crashed = page.waitForEvent('crash');
    const session = await page.context().newCDPSession(page);
    void session.send('Page.crash').catch(() => {});
    await crashed;
    const next = await page.context().newPage();
    await page.close();
    page = next;
    // Nobody sees it any more; the station notices, and ends what it cannot show.
    await expect
      .poll(() => {
        demo.skip(20_000);
        return demo.logged();
      })
      .toContain('visit ended: no screen shows it');
    await page.goto(demo.url);
  },
  'a station that starts anew': () => demo.restart(),
};

test('while it lasts, the needle is found where it is: the search can fail', async () => {
  await measured();
  expect(await found(page)).toEqual(expect.arrayContaining(['the document', 'memory']));
  await aHand(page).tap(/结束/, 'bye');
});

test.each(Object.keys(ends))('after %s nothing is left, and the screen is the idle one', async (way) => {
  await measured();
  await ends[way]?.();
  await aHand(page).sees('idle');
  await expect.poll(() => found(page), { timeout: 20_000 }).toEqual([]);
  await isLikeAFreshOne();
  expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(2);
});

test('the next person sees nothing of it, on any screen they come to', async () => {
  await measured();
  await aHand(page).tap(/结束/, 'bye');
  const hand = aHand(page);
  await hand.sees('idle');
  await hand.tap(/点一下屏幕开始/, 'home');
  await hand.tap(/测血糖/, 'guest.told'); // asked anew
  expect(await found(page)).toEqual([]);
  await hand.tap(/结束/, 'bye');
});
