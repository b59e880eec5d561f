/** Every screen in every language, measured: targets, hits, text, overflow and cover, axe. Nothing may be found. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aCell, type Cell, cells } from '../gallery-cells.ts';
import { type GalleryServer, openGalleryServer } from '../gallery-server.ts';
import { EN, lookName, ZH } from '../looks.ts';
import { OVERFLOW, PX_PER_MM, TARGETS, TEXT, WAIVERS } from './audit-rules.ts';
import { auditAxe } from './audits/axe.ts';
import { type Finding, type Waiver, waivedBy } from './audits/finding.ts';
import { auditHits } from './audits/hits.ts';
import { auditOverflow } from './audits/overflow.ts';
import { auditTargets } from './audits/targets.ts';
import { auditText } from './audits/text.ts';
import { fontsOf } from './fonts.ts';
import { aPanel, goTo, openBrowser } from './page.ts';

let server: GalleryServer;
let browser: Browser;
let page: Page;
const used = new Set<Waiver>();
const wrong: string[] = [];
const least = { targetMm: Number.POSITIVE_INFINITY, gapMm: Number.POSITIVE_INFINITY, textPx: Number.POSITIVE_INFINITY };

beforeAll(async () => {
  server = await openGalleryServer();
  browser = await openBrowser();
  page = await aPanel(browser);
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('request', (request) => request.url().startsWith(server.url) || wrong.push(request.url()));
  // What the content policy refuses is said here too; that the station is gone is what the lost screens are about.
  page.on(
    'console',
    (message) =>
      /error|warning/.test(message.type()) && !/ERR_|Failed to load/.test(message.text()) && wrong.push(message.text()),
  );
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

async function audited(cell: Cell): Promise<Finding[]> {
  await goTo(page, server, cell);
  const targets = await auditTargets(page, TARGETS);
  const text = await auditText(page, TEXT);
  least.targetMm = Math.min(least.targetMm, targets.smallestMm);
  least.gapMm = Math.min(least.gapMm, targets.smallestGapMm);
  least.textPx = Math.min(least.textPx, text.smallestPx);
  const found = [
    ...targets.findings,
    ...(await auditHits(page, { pxPerMm: PX_PER_MM, insetMm: 2 })),
    ...text.findings,
    ...(await auditOverflow(page, OVERFLOW)),
    ...(await auditAxe(page)),
  ];
  return found.filter((finding) => {
    const waiver = waivedBy(WAIVERS, cell.name, finding);
    if (waiver) used.add(waiver);
    return waiver === undefined;
  });
}

test('the letters come from the fonts that the station installs', async () => {
  const fonts = (text: string, lang: string) => fontsOf(page, text, lang);
  await goTo(page, server, aCell(ZH, 'help'));
  expect(await fonts('血', 'zh-CN')).toEqual(['Noto Sans CJK SC']);
  expect(await fonts('g', 'zh-CN')).toEqual(['Noto Sans CJK SC']);
  expect(await fonts('g', 'en')).toEqual(['Noto Sans']);
  expect(await fonts('血', 'en')).toEqual(['Noto Sans CJK SC']);
});

describe.each([ZH, EN].map((look) => [lookName(look), look] as const))('%s', (_, look) => {
  test.each(cells(look))('nothing is wrong on $name', async (cell) => {
    expect(await audited(cell)).toEqual([]);
  });
});

test('no screen raised an error, broke the content policy or asked anybody else', () => {
  expect(wrong).toEqual([]);
});

test('every waiver is still needed', () => {
  expect(WAIVERS.filter((waiver) => !used.has(waiver))).toEqual([]);
});

test('the smallest target, gap and text over all screens keep their limits', () => {
  process.stdout.write(
    `smallest target ${least.targetMm.toFixed(1)} mm, gap ${least.gapMm.toFixed(1)} mm, text ${least.textPx.toFixed(1)} px\n`,
  );
  expect(least.targetMm).toBeGreaterThanOrEqual(TARGETS.leastMm);
  expect(least.gapMm).toBeGreaterThanOrEqual(TARGETS.leastGapMm);
  expect(least.textPx).toBeGreaterThanOrEqual(TEXT.leastPx);
});
