/**
 * What each screen says to somebody who listens instead of looking, kept as text: a change of it is seen in review.
 * `vitest run --project browser test/browser/reading.test.ts --update` writes it anew.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cells } from '../gallery-cells.ts';
import { type GalleryServer, openGalleryServer } from '../gallery-server.ts';
import { EN, type Look, ZH } from '../looks.ts';
import { aPanel, goTo, openBrowser, turnPage } from './page.ts';
import { screenOf } from './pairwise.ts';

const folder = join(import.meta.dirname, 'reading');

let server: GalleryServer;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  server = await openGalleryServer();
  browser = await openBrowser();
  page = await aPanel(browser);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

/** The banner is the same on every screen: one that has it says enough. */
const screensOf = (look: Look) =>
  Map.groupBy(
    cells(look).filter(({ name }) => !name.endsWith('offline') || name.startsWith('help')),
    screenOf,
  );
const fileOf = (screen: string): string => `${screen.replaceAll(' ', '-')}.yaml`;

describe.each([ZH, EN])('in $language', (look) => {
  const screens = [...screensOf(look)];

  test.each(screens)('%s', async (screen, examples) => {
    const parts: string[] = [];
    const listen = async (name: string): Promise<void> =>
      void parts.push(`# ${name}\n${await page.locator('body').ariaSnapshot()}\n`);
    for (const cell of examples) {
      await goTo(page, server, cell);
      await listen(cell.name);
      while (await turnPage(page)) await listen(`${cell.name}, next page`);
    }
    await expect(parts.join('\n')).toMatchFileSnapshot(join(folder, look.language, fileOf(screen)));
  });

  test('nothing is kept of screens that are no more', () => {
    expect(readdirSync(join(folder, look.language)).sort()).toEqual(screens.map(([screen]) => fileOf(screen)).sort());
  });
});
