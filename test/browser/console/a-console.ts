/**
 * The console in a browser over the real service: a made-up city in its database, a person of each role, a clock passed by
 * hand. What the service itself never does (no answer, a refusal of its own, a lost stream) is done to the page's network.
 */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { anApp, type TestApp, type Who } from '../../fleet/an-app.ts';
import { aCity, type CityRows } from '../../fleet/city/a-city.ts';
import { putCity } from '../../fleet/city/put-city.ts';
import { auditAxe } from '../audits/axe.ts';
import type { Finding } from '../audits/finding.ts';
import { openBrowser } from '../page.ts';

const BUILT = join(import.meta.dirname, '..', '..', '..', 'ui', 'console', 'dist');

export const SIZES = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
export type Size = keyof typeof SIZES;

export const LOOKS = [
  ['desk', 'light'],
  ['desk', 'dark'],
  ['phone', 'light'],
  ['phone', 'dark'],
] as const;

export interface AConsole {
  readonly url: string;
  readonly app: TestApp;
  readonly city: CityRows;
  /** A window of its own; whoever it is is signed in. */
  page(look?: {
    readonly size?: Size;
    readonly scheme?: 'light' | 'dark';
    readonly who?: Who;
    readonly locale?: 'zh-CN' | 'en';
  }): Promise<Page>;
  /** To that page, following the stream of changes. */
  goTo(page: Page, path: string): Promise<void>;
  /** A second of the service's clock, in which it looks for changes. */
  aSecond(): Promise<void>;
}

/** One browser and one service for a file's tests. `of`: what of the city is put there. */
export function aConsole(stations: number, of: (city: CityRows) => CityRows = (city) => city): AConsole {
  let parts: { readonly app: TestApp; readonly city: CityRows; readonly browser: Browser } | undefined;
  const open = () => {
    if (!parts) throw new Error('not open yet');
    return parts;
  };
  beforeAll(async () => {
    const [app, browser] = await Promise.all([anApp(undefined, BUILT), openBrowser()]);
    const city = of(aCity({ stations, nowMs: app.fleet.clock.wall() }));
    parts = { app, city, browser };
    await putCity(app.fleet.databases.fleet, city);
  });
  afterAll(async () => {
    await parts?.browser.close();
    await parts?.app[Symbol.asyncDispose]();
  });
  return {
    get url() {
      return open().app.url;
    },
    get app() {
      return open().app;
    },
    get city() {
      return open().city;
    },
    async page({ size = 'desk', scheme = 'light', who = 'operator', locale = 'zh-CN' } = {}) {
      const { app, browser } = open();
      const context = await browser.newContext({
        viewport: SIZES[size],
        colorScheme: scheme,
        hasTouch: size === 'phone',
        reducedMotion: 'reduce',
        locale,
      });
      const [name = '', value = ''] = app.cookieOf(who).split('=');
      if (value !== '') await context.addCookies([{ name, value, url: app.url, httpOnly: true, sameSite: 'Strict' }]);
      return context.newPage();
    },
    async goTo(page, path) {
      const stream = page.waitForResponse('**/api/live');
      await page.goto(open().app.url + path);
      await stream;
    },
    aSecond: () => open().app.fleet.clock.pass(1_000),
  };
}

/** What the page has asked of the service so far, as `GET /api/board`. */
export function questionsOf(page: Page): readonly string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url());
    if (pathname.startsWith('/api/')) asked.push(`${request.method()} ${pathname}${search}`);
  });
  return asked;
}

/** What the page complains of: a refused file, an uncaught error. */
export function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return complaints;
}

/** A letter alone, or one before a drawing, is too short for the looser of the two contrast rules; the stricter one judges it. */
const LOOSER = 'undecided color-contrast:';

export const findingsOfAxe = async (page: Page): Promise<Finding[]> =>
  (await auditAxe(page)).filter(({ what }) => !what.startsWith(LOOSER));

/** How far anything sticks out of the page sideways, in pixels. */
export const sticksOut = (page: Page): Promise<number> =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth));

export const headingOf = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name, exact: typeof name === 'string' });

export async function stands(page: Page, heading: string | RegExp): Promise<void> {
  await headingOf(page, heading).waitFor();
}

export function found<T>(one: T | undefined, what: string): T {
  if (one === undefined) expect.fail(`there is no ${what}`);
  return one;
}
