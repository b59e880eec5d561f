/** How fast the page itself is, on views that are fed to it: the station's own part is measured by the rows of device to pixel. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { aPanel, goTo, openBrowser, SETTLED_MS } from '../browser/page.ts';
import { aCell } from '../gallery-cells.ts';
import { type GalleryServer, openGalleryServer } from '../gallery-server.ts';
import { ZH } from '../looks.ts';
import { atMost, median, type Row } from './row.ts';
import { BOARD, onBoard, throttle } from './throttle.ts';

const RUNS = 10;
/** Between two taps on the same key: the second of a trembling hand would not count. */
const APART_MS = 700;
const TRIES_EVERY_MS = 20;

interface Measure {
  readonly what: string;
  readonly limitMs: number;
  readonly limitOnBoardMs: number;
  /** Milliseconds, once. */
  readonly once: (page: Page, server: GalleryServer) => Promise<number>;
  readonly rival?: { readonly name: string; readonly once: (page: Page) => Promise<number> };
}

/** What this browser on this machine takes for the least that can be painted. */
const bareWord = { name: 'a page that is one Chinese word, without a script, style or server', once: bareFirstPaint };

const MEASURES: readonly Measure[] = [
  { what: 'page load → first contentful paint', limitMs: 500, limitOnBoardMs: 1500, once: firstPaint, rival: bareWord },
  { what: 'page load → a tap on the idle screen is answered', limitMs: 1000, limitOnBoardMs: 3000, once: usable },
  { what: 'tap → the key is seen pressed', limitMs: 50, limitOnBoardMs: 100, once: pressed },
  { what: 'tap → the next screen is seen', limitMs: 150, limitOnBoardMs: 300, once: nextScreen },
];

/** A bundle's limits: thousand bytes, compressed. */
const BUNDLES = { script: ['js', 60], style: ['css', 15] } as const;

export async function speedRows(): Promise<Row[]> {
  const server = await openGalleryServer();
  await using browser = await openBrowser();
  const rows: Row[] = [];
  for (const rate of [1, BOARD]) {
    for (const { what, limitMs, limitOnBoardMs, once, rival } of MEASURES) {
      const page = await aPanel(browser);
      await throttle(page, rate);
      const values: number[] = [];
      const rivals: number[] = [];
      for (let run = 0; run < RUNS; run++) {
        values.push(await once(page, server));
        if (rival) rivals.push(await rival.once(page));
      }
      const ours = median(values);
      const wanted = atMost(rate === 1 ? limitMs : limitOnBoardMs, 'ms', ours);
      rows.push({
        what: `${onBoard(what, rate)}, p50 of ${RUNS}`,
        unit: 'ms',
        ours,
        ...(rival && { rival: { name: rival.name, value: median(rivals) } }),
        wanted,
      });
      await page.context().close();
    }
  }
  await server.close();
  return [...rows, ...bundleRows()];
}

function bundleRows(): Row[] {
  const dist = join(import.meta.dirname, '..', '..', 'ui', 'touch', 'dist');
  return Object.entries(BUNDLES).map(([name, [ending, limit]]) => {
    const files = globSync(`**/*.${ending}`, { cwd: dist }).map((file) => readFileSync(join(dist, file)));
    const ours = files.reduce((sum, file) => sum + gzipSync(file).length, 0) / 1000;
    return { what: `the page's ${name}, gzip`, unit: 'kB', ours, wanted: atMost(limit, 'kB', ours) };
  });
}

async function firstPaint(page: Page, server: GalleryServer): Promise<number> {
  await page.goto('about:blank');
  server.show(aCell(ZH, 'idle').view);
  await page.goto(server.url);
  await page.locator('.panel[data-screen="idle"]').waitFor();
  return contentfulAt(page);
}

async function bareFirstPaint(page: Page): Promise<number> {
  await page.goto('about:blank');
  await page.goto(`data:text/html;charset=utf-8,${encodeURIComponent('<p style="font-size:42px">一刻小站')}`);
  return contentfulAt(page);
}

function contentfulAt(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) =>
        new PerformanceObserver((list) => {
          for (const { startTime } of list.getEntriesByName('first-contentful-paint')) resolve(startTime);
        }).observe({ type: 'paint', buffered: true }),
      ),
  );
}

/** Taps again and again from the first moment on, as nobody would: until one of them arrives. */
async function usable(page: Page, server: GalleryServer): Promise<number> {
  await page.goto('about:blank');
  server.show(aCell(ZH, 'idle').view);
  const before = server.acts.length;
  const began = performance.now();
  const loaded = page.goto(server.url);
  while (server.acts.length === before) {
    await page.touchscreen.tap(540, 1500);
    await new Promise((resolve) => setTimeout(resolve, TRIES_EVERY_MS));
  }
  const took = performance.now() - began;
  await loaded;
  return took;
}

/** Event Timing's own figure: from the finger's event to the frame that followed. It is rounded to 8 ms, and 16 where it is less. */
async function pressed(page: Page, server: GalleryServer): Promise<number> {
  await goTo(page, server, aCell(ZH, 'help'));
  await page.waitForTimeout(SETTLED_MS);
  const timed = await page.evaluateHandle(() => {
    const { promise, resolve } = Promise.withResolvers<number>();
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntriesByName('pointerdown')) resolve(duration);
    }).observe(Object.assign({ type: 'event' }, { durationThreshold: 16 }));
    return { promise };
  });
  await tapFirstKey(page);
  await page.waitForTimeout(APART_MS);
  return timed.evaluate(({ promise }) =>
    Promise.race([promise, new Promise<number>((resolve) => setTimeout(resolve, 0, 16))]),
  );
}

/** From the finger's event to the frame after the one that drew the next screen. */
async function nextScreen(page: Page, server: GalleryServer): Promise<number> {
  const [from, to] = [aCell(ZH, 'home · both services'), aCell(ZH, 'guest.told')];
  server.obey(() => to.view);
  await goTo(page, server, from);
  await page.waitForTimeout(SETTLED_MS);
  const seen = await page.evaluateHandle(() => {
    const { promise, resolve } = Promise.withResolvers<number>();
    addEventListener(
      'pointerdown',
      ({ timeStamp }) => {
        const watch = new MutationObserver(() => {
          if (!document.querySelector('.panel[data-screen="guest.told"]')) return;
          watch.disconnect();
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - timeStamp)));
        });
        watch.observe(document.body, { subtree: true, childList: true, attributes: true });
      },
      { once: true, capture: true },
    );
    return { promise };
  });
  await tapFirstKey(page);
  return seen.evaluate(({ promise }) => promise);
}

async function tapFirstKey(page: Page): Promise<void> {
  const box = await page.locator('.key:enabled').first().boundingBox();
  if (!box) throw new Error('there is no key');
  await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
}
