/** Sizes of text: a floor for all of it, and more for what must be read and understood. */
import type { Page } from 'playwright-core';
import type { Finding } from './finding.ts';

export interface TextRules {
  readonly pxPerMm: number;
  readonly leastPx: number;
  readonly leastBodyPx: number;
  /** Of body text: height of the capital H on the glass; 0.7 degrees (EN 301 549, 5.1.4). */
  readonly leastCapitalMm: number;
  /** What is not body text: head, language keys, captions, axes, small terms. */
  readonly small: readonly string[];
}

export async function auditText(page: Page, rules: TextRules): Promise<Finding[]> {
  return page.evaluate((rules) => {
    const findings: Finding[] = [];
    const pen = document.createElement('canvas').getContext('2d');
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? '';
      const element = node.parentElement;
      if (text === '' || !element || element.closest('.unseen, script, style')) continue;
      const style = getComputedStyle(element);
      const px = Number.parseFloat(style.fontSize);
      const found = (what: string): void => void findings.push({ audit: 'text', what, where: text });
      if (px < rules.leastPx) found(`${px.toFixed(1)} px`);
      if (/\{\w*\}/.test(text)) found('a gap that nobody filled');
      if (element.closest(rules.small.join(','))) continue;
      if (px < rules.leastBodyPx) found(`body text of ${px.toFixed(1)} px`);
      if (!pen) throw new Error('no canvas');
      pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      const capitalMm = pen.measureText('H').actualBoundingBoxAscent / rules.pxPerMm;
      if (capitalMm < rules.leastCapitalMm) found(`capitals of ${capitalMm.toFixed(2)} mm`);
    }
    return findings;
  }, rules);
}
