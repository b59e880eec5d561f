import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aCell } from '../gallery-cells.ts';
import { type GalleryServer, openGalleryServer } from '../gallery-server.ts';
import { ZH } from '../looks.ts';
import { fontsOf } from './fonts.ts';
import { aPanel, goTo, openBrowser } from './page.ts';

let server: GalleryServer;
let browser: Browser;

beforeAll(async () => {
  server = await openGalleryServer();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

test('the letters come from the fonts that the station installs', async () => {
  const page = await aPanel(browser);
  const fonts = (text: string, lang: string) => fontsOf(page, text, lang);
  await goTo(page, server, aCell(ZH, 'help'));
  expect(await fonts('血', 'zh-CN')).toEqual(['Noto Sans CJK SC']);
  expect(await fonts('g', 'zh-CN')).toEqual(['Noto Sans CJK SC']);
  expect(await fonts('g', 'en')).toEqual(['Noto Sans']);
  expect(await fonts('血', 'en')).toEqual(['Noto Sans CJK SC']);
});
