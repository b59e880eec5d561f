/** The console in a browser: at a desk and on a phone, by day and by night, over a city that stands in memory. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { type ConsoleServer, openConsoleServer } from '../../console/console-server.ts';
import { auditAxe } from '../audits/axe.ts';
import { openBrowser } from '../page.ts';

export const SIZES = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
export type Size = keyof typeof SIZES;

export const LOOKS = [
  ['desk', 'light'],
  ['desk', 'dark'],
  ['phone', 'light'],
  ['phone', 'dark'],
] as const;

export interface AConsole {
  readonly server: ConsoleServer;
  page(size?: Size, scheme?: 'light' | 'dark'): Promise<Page>;
}

/** One browser and one server for a file's tests. */
export function aConsole({ stations }: { readonly stations: number }): AConsole {
  let server: ConsoleServer | undefined;
  let browser: Browser | undefined;
  const open = <T>(part: T | undefined): T => {
    if (!part) throw new Error('not open yet');
    return part;
  };
  beforeAll(async () => {
    [server, browser] = await Promise.all([openConsoleServer({ stations }), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
  return {
    get server() {
      return open(server);
    },
    async page(size = 'desk', scheme = 'light') {
      const context = await open(browser).newContext({
        viewport: SIZES[size],
        colorScheme: scheme,
        hasTouch: size === 'phone',
        reducedMotion: 'reduce',
        locale: 'zh-CN',
      });
      return context.newPage();
    },
  };
}

/** Nothing for axe to find, and nothing that sticks out sideways. */
export async function inOrder(page: Page): Promise<void> {
  expect(await auditAxe(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
}
