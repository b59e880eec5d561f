/** The console's list of ten thousand stations against the real service: how soon it can be used, and what scrolling costs. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../browser/page.ts';
import { aFolder } from './event.ts';
import { atMost, median, ROUNDS, type Row } from './row.ts';
import { type ServedCity, servedCity } from './served-city.ts';
import { LONG_MS, type Tasks, tasksDuring } from './tasks.ts';

const STATIONS = 10_000;
const CHANGES = 200;
const USABLE_MS = 1_000;
const MOST_ROWS = 150;
const SCROLL_MS = 3_000;
const LIVE_MS = 6_000;
/** A page is at rest when it has had no long task for so long. */
const QUIET_MS = 500;
/** A browser that is open already, as at a desk: what it does to begin is no part of opening the list. */
const REST_MS = 1_000;

interface List {
  readonly path: string;
  /** Stands in the page when rows are seen. */
  readonly stands: string;
  /** Stands in it when all of the list is known. */
  readonly whole: string;
}
const LISTS = {
  ours: {
    path: '/stations',
    stands: '.long-table tbody tr:nth-child(10)',
    whole: `.long-table[aria-rowcount="${STATIONS + 1}"] tbody tr`,
  },
  everyRow: { path: '/every-row.html', stands: `tr:nth-child(${STATIONS})`, whole: 'body[data-ready]' },
  bare: { path: '/bare-window.html', stands: '.row', whole: 'body[data-ready]' },
} satisfies Record<string, List>;
type Who = keyof typeof LISTS;

interface Measured {
  /** From the navigation until its rows are painted and the last long task of its loading is over, also what comes behind the first rows. */
  readonly usableMs: number;
  /** Until all of it is known, and painted where one is. */
  readonly wholeMs: number;
  readonly loading: Tasks;
  readonly scrolling: Tasks;
  readonly rows: number;
}

export async function consoleRows(): Promise<Row[]> {
  using folder = aFolder();
  cpSync(join(import.meta.dirname, '..', '..', 'ui', 'console', 'dist'), folder.path, { recursive: true });
  cpSync(join(import.meta.dirname, 'list-pages'), folder.path, { recursive: true });
  await using browser = await openBrowser();
  const all: Record<Who, Measured[]> = { ours: [], everyRow: [], bare: [] };
  {
    await using service = await servedCity({ stations: STATIONS, changes: 0, pages: folder.path });
    await measured(browser, service, LISTS.bare); // its statements are prepared, its code is compiled
    for (let round = 0; round < ROUNDS; round++)
      for (const who of ['ours', 'everyRow', 'bare'] as const)
        all[who].push(await measured(browser, service, LISTS[who]));
  }
  await using service = await servedCity({ stations: STATIONS, changes: CHANGES, pages: folder.path });
  const live = await whileItChanges(browser, service);
  return rowsOf(all, live);
}

async function aPage(browser: Browser, service: ServedCity): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
  await service.signIn(context);
  const page = await context.newPage();
  await page.waitForTimeout(REST_MS);
  return page;
}

async function measured(browser: Browser, service: ServedCity, list: List): Promise<Measured> {
  const load = async (page: Page) => {
    await page.goto(service.url + list.path, { waitUntil: 'commit' });
    return usable(page, list);
  };
  const timed = await aPage(browser, service);
  const known = await load(timed); // not traced: a trace takes its time from what it looks at
  await timed.context().close();
  const page = await aPage(browser, service);
  const loading = await tasksDuring(browser, page, async () => void (await load(page)));
  let rows = 0;
  const scrolling = await tasksDuring(browser, page, async () => {
    rows = await scrolled(page);
  });
  await page.context().close();
  return { ...known, loading, scrolling, rows };
}

/** Since the navigation began, milliseconds. */
const usable = (page: Page, { stands, whole }: List): Promise<Pick<Measured, 'usableMs' | 'wholeMs'>> =>
  page.evaluate(
    async ([stands, whole, quietMs]) => {
      let busyUntil = 0;
      new PerformanceObserver((list) => {
        for (const { startTime, duration } of list.getEntries()) busyUntil = startTime + duration;
      }).observe({ type: 'longtask', buffered: true });
      const frame = () => new Promise(requestAnimationFrame);
      const painted = async (selector: string): Promise<number> => {
        while (!document.querySelector(selector)) await frame();
        await frame();
        return performance.now();
      };
      const seenMs = await painted(stands);
      const wholeMs = await painted(whole);
      while (performance.now() - Math.max(wholeMs, busyUntil) < quietMs) await frame();
      return { usableMs: Math.max(seenMs, busyUntil), wholeMs };
    },
    [stands, whole, QUIET_MS] as const,
  );

/** From its top to its end in so many milliseconds, a step each frame. @returns the most rows that stood in the page */
const scrolled = (page: Page): Promise<number> =>
  page.evaluate(async (lastsMs) => {
    const rows = document.querySelectorAll('tbody tr, .row').length;
    let most = rows;
    const began = performance.now();
    const way = document.documentElement.scrollHeight - innerHeight;
    for (;;) {
      const now: number = await new Promise(requestAnimationFrame);
      const share = Math.min(1, (now - began) / lastsMs);
      window.scrollTo(0, share * way);
      most = Math.max(most, document.getElementsByTagName('tr').length - 1);
      if (share === 1) return most;
    }
  }, SCROLL_MS);

/** The list while so many of its stations change each second. */
async function whileItChanges(browser: Browser, service: ServedCity): Promise<Tasks> {
  const page = await aPage(browser, service);
  await page.goto(service.url + LISTS.ours.path);
  await usable(page, LISTS.ours);
  const tasks = await tasksDuring(browser, page, () => page.waitForTimeout(LIVE_MS));
  await page.context().close();
  return tasks;
}

function rowsOf(all: Readonly<Record<Who, readonly Measured[]>>, live: Tasks): Row[] {
  const of = (who: Who, pick: (one: Measured) => number): number => median(all[who].map(pick));
  const list = `console, list of ${STATIONS.toLocaleString('en')} stations`;
  const row = (
    what: string,
    unit: string,
    pick: (one: Measured) => number,
    name: string,
    who: Who,
    most?: number,
  ): Row => {
    const ours = of('ours', pick);
    return {
      what: `${list}: ${what}`,
      unit,
      ours,
      rival: { name, value: of(who, pick) },
      ...(most !== undefined && { wanted: atMost(most, unit, ours) }),
    };
  };
  const every = 'a plain page with every row in it';
  const bare = 'the same answer parsed, and forty empty rows';
  return [
    row('navigation → usable', 'ms', ({ usableMs }) => usableMs, every, 'everyRow', USABLE_MS),
    row('the same', 'ms', ({ usableMs }) => usableMs, bare, 'bare'),
    row('navigation → all of it known', 'ms', ({ wholeMs }) => wholeMs, every, 'everyRow'),
    row('the same', 'ms', ({ wholeMs }) => wholeMs, bare, 'bare'),
    row('CPU of the page until then', 'ms', ({ loading }) => loading.cpuMs, every, 'everyRow'),
    row('the same', 'ms', ({ loading }) => loading.cpuMs, bare, 'bare'),
    row('longest task until then', 'ms', ({ loading }) => loading.longestMs, every, 'everyRow'),
    row('longest task until then, its CPU time', 'ms', ({ loading }) => loading.longestCpuMs, every, 'everyRow'),
    row(
      'scrolled from end to end in 3 s: tasks over 50 ms',
      '',
      ({ scrolling }) => scrolling.long,
      every,
      'everyRow',
      0,
    ),
    row('the same: longest task', 'ms', ({ scrolling }) => scrolling.longestMs, every, 'everyRow', LONG_MS),
    row('the same: longest task', 'ms', ({ scrolling }) => scrolling.longestMs, bare, 'bare'),
    row('the same: longest task, its CPU time', 'ms', ({ scrolling }) => scrolling.longestCpuMs, bare, 'bare'),
    row('the same: CPU of the page', 'ms', ({ scrolling }) => scrolling.cpuMs, bare, 'bare'),
    row('the same: rows in the page, most', '', ({ rows }) => rows, every, 'everyRow', MOST_ROWS),
    {
      what: `${list}: ${CHANGES} stations change each second: longest task`,
      unit: 'ms',
      ours: live.longestMs,
      wanted: atMost(LONG_MS, 'ms', live.longestMs),
    },
    { what: `${list}: the same: its CPU time`, unit: 'ms', ours: live.longestCpuMs },
    { what: `${list}: the same: CPU of the page in ${LIVE_MS / 1000} s`, unit: 'ms', ours: live.cpuMs },
  ];
}
