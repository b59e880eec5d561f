/** The built console in a browser: at a desk or in a hand, by day or by night. */
import type { Browser, Page } from 'playwright-core';
import { auditAxe } from '../audits/axe.ts';
import type { Finding } from '../audits/finding.ts';

export const SIZES = {
  desk: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const;
export const THEMES = ['light', 'dark'] as const;
export type Size = keyof typeof SIZES;
export type Theme = (typeof THEMES)[number];

export interface ConsolePage {
  readonly page: Page;
  /** What the page complained of: a refused file, an uncaught error. */
  readonly complaints: readonly string[];
}

export async function aConsolePage(
  browser: Browser,
  size: Size = 'desk',
  theme: Theme = 'light',
): Promise<ConsolePage> {
  const context = await browser.newContext({
    viewport: SIZES[size],
    colorScheme: theme,
    reducedMotion: 'reduce',
    locale: 'zh-CN',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return { page, complaints };
}

/** A letter alone, or one before a drawing, is too much for the looser of the two contrast rules; the stricter one judges it. */
const LOOSER = 'undecided color-contrast:';

export const findingsOfAxe = async (page: Page): Promise<Finding[]> =>
  (await auditAxe(page)).filter(({ what }) => !what.startsWith(LOOSER));
