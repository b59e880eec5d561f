import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import type { Finding } from './finding.ts';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The page's own, once its source has run there. */
declare const axe: { run(context: Document, options: RunOptions): Promise<AxeResults> };

const TAGS = ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

/** 7:1 for every text, large or a single letter too: the readers' eyes are old. The rest are axe-core's own defaults. */
const CONTRAST = {
  ignoreUnicode: true,
  ignoreLength: true,
  ignorePseudo: false,
  boldValue: 700,
  boldTextPt: 14,
  largeTextPt: 18,
  contrastRatio: { normal: { expected: 7 }, large: { expected: 7 } },
  pseudoSizeThreshold: 0.25,
  shadowOutlineEmMax: 0.1,
  textStrokeEmMin: 0.03,
};

/** axe-core's own violations, and what it could not decide: that is a finding too until somebody has looked and waived it. */
export async function auditAxe(page: Page): Promise<Finding[]> {
  // The debugger's way in, since the page's content policy lets no script of ours through.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(source);
  const options: RunOptions & { checks: object } = {
    runOnly: { type: 'tag', values: TAGS },
    resultTypes: ['violations', 'incomplete'],
    iframes: false,
    selectors: false,
    checks: { 'color-contrast-enhanced': { options: CONTRAST } },
  };
  return page.evaluate(async (options): Promise<Finding[]> => {
    const { violations, incomplete } = await axe.run(document, options);
    const findings = (results: AxeResults['violations'], prefix: string): Finding[] =>
      results.flatMap(({ id, nodes }) =>
        nodes.map(({ html, any }) => ({ audit: 'axe', what: `${prefix}${id}: ${any[0]?.message ?? ''}`, where: html })),
      );
    // Only what was found leaves the page: all that was in order is a hundred times as much.
    return [...findings(violations, ''), ...findings(incomplete, 'undecided ')];
  }, options);
}
