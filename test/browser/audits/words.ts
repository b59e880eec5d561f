/** Words as they stand on the glass, with all that was filled in: in one language alone, short, and without blame. */
import type { Page } from 'playwright-core';
import type { Language } from '../../../kiosk/contract/screen.ts';
import type { Finding } from './finding.ts';

export interface WordRules {
  /** Characters of a Chinese sentence, and of the word on a key. */
  readonly mostInSentence: number;
  readonly mostOnKey: number;
  /** Latin letters that may stand in Chinese. */
  readonly latin: RegExp;
  readonly banned: RegExp;
  /** What the station's own file says. */
  readonly givenIn: string;
}

interface Leaf {
  readonly text: string;
  readonly language: string;
  /** The largest word on a key. */
  readonly onKey: boolean;
}

export async function auditWords(page: Page, language: Language, rules: WordRules): Promise<Finding[]> {
  const leaves = await page.evaluate((givenIn): Leaf[] => {
    const sizeOf = (element: Element): number => Number.parseFloat(getComputedStyle(element).fontSize);
    const own = (element: Element): string =>
      [...element.childNodes]
        .flatMap((node) => (node.nodeType === Node.TEXT_NODE ? (node.textContent ?? '') : []))
        .join(' ');
    const leavesOf = (root: Element): Element[] =>
      [root, ...root.querySelectorAll('*')].filter(
        (element) => own(element).trim() && !element.closest(`script, style, ${givenIn}`),
      );
    const largest = [...document.querySelectorAll('.key')].map(
      (key) => leavesOf(key).sort((one, other) => sizeOf(other) - sizeOf(one))[0],
    );
    return leavesOf(document.body).map((element) => ({
      text: own(element).trim(),
      language: element.closest('[lang]')?.getAttribute('lang') ?? '',
      onKey: largest.includes(element),
    }));
  }, rules.givenIn);
  return leaves.flatMap((leaf) => {
    const found = (what: string): Finding => ({ audit: 'words', what, where: leaf.text });
    // A language's own name stands on its key whatever the page speaks.
    const inChinese = leaf.language === 'zh-CN';
    const length = (text: string): number => text.replaceAll(/\s/g, '').length;
    return [
      ...(inChinese && /[A-Za-z]/.test(leaf.text.replaceAll(rules.latin, ''))
        ? [found('Latin letters in Chinese')]
        : []),
      ...(!inChinese && /[\u3000-\u9fff\uff00-\uffef]/.test(leaf.text)
        ? [found(`Chinese in ${leaf.language || language}`)]
        : []),
      ...(rules.banned.test(leaf.text) ? [found('a word that is not used')] : []),
      ...(inChinese && leaf.onKey && length(leaf.text) > rules.mostOnKey
        ? [found(`${length(leaf.text)} characters on a key`)]
        : []),
      ...(inChinese && leaf.text.split(/[。？！]/).some((sentence) => length(sentence) > rules.mostInSentence)
        ? [found('a long sentence')]
        : []),
    ];
  });
}
