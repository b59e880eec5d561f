/** Every screen in one language, over all panels and text sizes in turn (`npm run audit` takes all of them). Nothing may be found. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Language } from '../../kiosk/contract/screen.ts';
import { aCell } from '../gallery-cells.ts';
import { type GalleryServer, openGalleryServer } from '../gallery-server.ts';
import { lookName, ZH } from '../looks.ts';
import { WAIVERS } from './audit-rules.ts';
import { type Auditor, anAuditor } from './audited.ts';
import type { Waiver } from './audits/finding.ts';
import { fontsOf } from './fonts.ts';
import { aPanel, goTo, openBrowser } from './page.ts';
import { pairwise } from './pairwise.ts';

const FONTS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  'zh-CN': { 血: 'Noto Sans CJK SC', g: 'Noto Sans CJK SC' },
  en: { 血: 'Noto Sans CJK SC', g: 'Noto Sans' },
};

/** A file of its own for each language: one core takes the one, one the other. */
export function everyCellIn(language: Language): void {
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

  test.each(Object.entries(FONTS[language]))('%s comes from a font that the station installs', async (text, font) => {
    const page = await aPanel(browser);
    await goTo(page, server, aCell(ZH, 'help'));
    expect(await fontsOf(page, text, language)).toEqual([font]);
    await page.context().close();
  });

  const dealt = pairwise().filter(({ look }) => look.language === language);
  describe.each([...Map.groupBy(dealt, ({ look }) => lookName(look))])('%s', (_, looked) => {
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
    const wanted = WAIVERS.filter((waiver) => (waiver.language ?? language) === language);
    expect(wanted.filter((waiver) => !used.has(waiver))).toEqual([]);
  });
}
