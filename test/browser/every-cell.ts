/** Every screen in one language, over all panels and text sizes in turn (`npm run audit` takes all of them). Nothing may be found. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Language } from '../../kiosk/contract/screen.ts';
import { type GalleryServer, openGalleryServer } from '../gallery-server.ts';
import { lookName } from '../looks.ts';
import { WAIVERS } from './audit-rules.ts';
import { type Auditor, anAuditor } from './audited.ts';
import type { Waiver } from './audits/finding.ts';
import { openBrowser } from './page.ts';
import { pairwise } from './pairwise.ts';

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
