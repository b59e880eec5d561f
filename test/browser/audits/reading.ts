/** What a screen says to somebody who listens instead of looking: one heading, the right voice, and the order that the eye has. */
import type { Page } from 'playwright-core';
import type { Language } from '../../../kiosk/contract/screen.ts';
import type { Finding } from './finding.ts';

export async function auditReading(page: Page, language: Language): Promise<Finding[]> {
  return page.evaluate((language): Finding[] => {
    const findings: Finding[] = [];
    const found = (what: string, where = 'page'): void => void findings.push({ audit: 'reading', what, where });
    const textOf = (element: Element | null | undefined): string => element?.textContent?.trim() ?? '';

    const headings = [...document.querySelectorAll('h1')];
    if (headings.length !== 1) found(`${headings.length} headings of the first rank`);
    if (document.documentElement.lang !== language) found(`read out as ${document.documentElement.lang || 'nothing'}`);
    const said = document.querySelector('[role="status"]');
    if (!said) found('no live region');
    else if (textOf(said) !== textOf(headings[0])) found('the live region does not say the heading', textOf(said));
    for (const picture of document.querySelectorAll('svg, img')) {
      const named =
        picture.getAttribute('aria-label') ?? picture.getAttribute('alt') ?? textOf(picture.querySelector('title'));
      if (!picture.closest('[aria-hidden="true"], [role="img"][aria-label]') && named === '')
        found('a picture neither named nor hidden', picture.getAttribute('class') ?? picture.tagName);
    }

    const leaves = [...document.body.querySelectorAll('*')].filter(
      (element) =>
        [...element.childNodes].some(
          ({ nodeType, textContent }) => nodeType === Node.TEXT_NODE && textContent?.trim(),
        ) && !element.closest('.unseen, svg, [role="img"], [aria-hidden="true"], script, style'),
    );
    for (const [index, leaf] of leaves.entries()) {
      const before = leaves[index - 1];
      if (!before || before.contains(leaf)) continue;
      const [one, other] = [before.getBoundingClientRect(), leaf.getBoundingClientRect()];
      const sameRow = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > one.height / 2;
      // A column to the right begins at its top again; nothing else goes back up, or back along its row.
      const goesUp = other.bottom <= one.top && other.left < one.right;
      if (goesUp || (sameRow && other.right <= one.left))
        found(`read after “${textOf(before)}”, seen before it`, textOf(leaf));
    }
    return findings;
  }, language);
}
