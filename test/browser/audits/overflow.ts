/**
 * Text that runs out of its box or off the panel, is cut short, or lies under something: what axe does not see. Measured on
 * the letters' own band, three quarters of an em high, since a font's line box is taller than anything that it draws.
 */
import type { Page } from 'playwright-core';
import type { Finding } from './finding.ts';

export interface OverflowRules {
  /** Round boxes: a letter may be inside their square and still over their rim. */
  readonly circles: readonly string[];
  /** Zones that are boxes though nothing is painted. */
  readonly zones: string;
}

export async function auditOverflow(page: Page, rules: OverflowRules): Promise<Finding[]> {
  return page.evaluate((rules): Finding[] => {
    const findings: Finding[] = [];
    const SLACK_PX = 1;
    const painted = (element: Element): boolean => {
      const { backgroundColor, borderTopWidth, overflowX } = getComputedStyle(element);
      return (
        !/rgba\(.*, 0\)|transparent/.test(backgroundColor) ||
        Number.parseFloat(borderTopWidth) > 0 ||
        overflowX !== 'visible'
      );
    };
    /** The bands of a text node's lines. */
    const bandsOf = (node: Node, fontSizePx: number) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      const lines = [...range.getClientRects()].filter(({ width }) => width > 0);
      return lines.map(({ left, right, top, bottom }) => {
        const middle = (top + bottom) / 2;
        return { left, right, middle, top: middle - fontSizePx * 0.375, bottom: middle + fontSizePx * 0.375 };
      });
    };
    const fontSizeOf = (element: Element): number => Number.parseFloat(getComputedStyle(element).fontSize);
    /** Whether something is to be seen of that element at that point: its ground, or a letter; not the air around letters. */
    const shows = (element: Element, x: number, y: number): boolean =>
      painted(element) ||
      element instanceof SVGElement ||
      [...element.childNodes].some(
        (child) =>
          child.nodeType === Node.TEXT_NODE &&
          bandsOf(child, fontSizeOf(element)).some(
            ({ left, right, top, bottom }) => x >= left && x <= right && y >= top && y <= bottom,
          ),
      );
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const own = node.parentElement;
      const text = node.textContent?.trim() ?? '';
      if (text === '' || !own || own.closest('.unseen, script, style')) continue;
      const found = (what: string): void => void findings.push({ audit: 'overflow', what, where: text });
      if (getComputedStyle(own).textOverflow === 'ellipsis') found('may be cut short');
      const bands = bandsOf(node, fontSizeOf(own));
      if (bands.length === 0) found('takes no room');
      for (const band of bands) {
        for (let box: Element | null = own; box && box !== document.body; box = box.parentElement) {
          if (!painted(box) && !box.matches(rules.zones)) continue;
          const { left, right, top, bottom } = box.getBoundingClientRect();
          const out = Math.max(left - band.left, band.right - right, top - band.top, band.bottom - bottom);
          if (out > SLACK_PX) found(`${out.toFixed(0)} px out of ${box.tagName.toLowerCase()}.${box.className}`);
        }
        if (band.left < 0 || band.right > innerWidth || band.top < 0 || band.bottom > innerHeight)
          found('off the panel');
        for (const selector of rules.circles) {
          const circle = own.closest(selector)?.getBoundingClientRect();
          if (!circle) continue;
          const centre = [(circle.left + circle.right) / 2, (circle.top + circle.bottom) / 2] as const;
          const away = Math.hypot(
            Math.max(centre[0] - band.left, band.right - centre[0]),
            Math.max(centre[1] - band.top, band.bottom - centre[1]),
          );
          if (away > circle.width / 2) found(`over the rim of ${selector}`);
        }
        for (const share of [0.02, 0.25, 0.5, 0.75, 0.98]) {
          const x = band.left + (band.right - band.left) * share;
          const met = document.elementFromPoint(x, band.middle);
          if (met && (own.contains(met) || met.contains(own) || !shows(met, x, band.middle))) continue;
          found(`under ${met?.tagName.toLowerCase() ?? 'nothing'}.${met?.getAttribute('class') ?? ''}`);
        }
      }
    }
    const { scrollWidth, scrollHeight } = document.documentElement;
    if (scrollWidth > innerWidth || scrollHeight > innerHeight) {
      findings.push({ audit: 'overflow', what: `the page scrolls: ${scrollWidth} x ${scrollHeight}`, where: 'page' });
    }
    return findings;
  }, rules);
}
