/** Every screen in every language, over all panels and text sizes in turn (`npm run audit` takes all of them). Nothing may be found. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aCell } from '../gallery-cells.ts';
import { type GalleryServer, openGalleryServer } from '../gallery-server.ts';
import { lookName, ZH } from '../looks.ts';
import { WAIVERS } from './audit-rules.ts';
import { type Auditor, anAuditor } from './audited.ts';
import type { Waiver } from './audits/finding.ts';
import { fontsOf } from './fonts.ts';
import { aPanel, goTo, openBrowser } from './page.ts';
import { pairwise } from './pairwise.ts';

let server: GalleryServer;
let browser: Browser;
let auditor: Auditor;
const used = new Set<Waiver>();

beforeAll(async () => {
  server = await openGalleryServer();
  browser = await openBrowser();
  auditor = anAuditor(browser, server);
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
  await page.context().close();
});

const looks = Map.groupBy(pairwise(), ({ look }) => lookName(look));
describe.each([...looks])('%s', (_, looked) => {
  test.each(looked.map((one) => [one.cell.name, one] as const))(
    'nothing is wrong on %s',
    async (_, { cell, look, thorough }) => {
      const { findings, waived } = await auditor.audit(cell, look, thorough);
      for (const waiver of waived) used.add(waiver);
      expect(findings).toEqual([]);
    },
  );
});

test('every waiver is still needed', () => {
  expect(WAIVERS.filter((waiver) => !used.has(waiver))).toEqual([]);
});
