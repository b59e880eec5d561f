/** Planted faults for what is measured on pixels, read out, said, and moves: each is found, and a page without is not blamed. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../page.ts';
import { auditContrast } from './contrast.ts';
import { auditReading } from './reading.ts';
import { auditMotion, auditShifts, forgetShifts, watchShifts } from './shift.ts';
import { auditWords } from './words.ts';

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  const context = await browser.newContext({ viewport: { width: 800, height: 1000 } });
  await watchShifts(context);
  page = await context.newPage();
  await page.goto('about:blank');
});
afterAll(() => browser.close());

const STYLE = `<style>
  * { margin: 0; font: 40px/1.4 "Noto Sans" }
  body { background: #fff; color: #000 }
  button { display: block; width: 400px; height: 120px; margin: 40px; background: #fff; border: 4px solid #777 }
  .unseen { position: absolute; clip-path: inset(50%) }
</style>`;
const HEADING = '<p class="unseen" role="status">Touch a key</p><h1>Touch a key</h1>';

const shows = (body: string, language = 'en'): Promise<void> =>
  page.setContent(
    `<!doctype html><html lang="${language}"><head><title>t</title>${STYLE}</head><body>${body}</body></html>`,
  );

const CONTRAST = { pxPerMm: 4, leastText: 7, leastLine: 3, lines: 'path' };
const WORDS = { mostInSentence: 25, mostOnKey: 12, latin: /mmHg/g, banned: /error/i, givenIn: '.hut' };

async function everything(language: 'en' | 'zh-CN'): Promise<string[]> {
  const found = [
    ...(await auditContrast(page, CONTRAST)),
    ...(await auditReading(page, language)),
    ...(await auditWords(page, language, WORDS)),
    ...(await auditMotion(page)),
  ];
  return found.map(({ audit, what }) => `${audit}: ${what}`);
}

test('nothing is found on a page without a fault', async () => {
  await shows(`${HEADING}<p>Sit down</p><button class="key">Start</button><svg aria-hidden="true"></svg>
    <svg role="img" aria-label="it rises"><path d="M0 0L90 90" stroke="#008471" stroke-width="6" /></svg>`);
  expect(await everything('en')).toEqual([]);
  await shows('<p class="unseen" role="status">请坐</p><h1>请坐</h1><p>128 mmHg</p><p class="hut">Hut 3</p>', 'zh-CN');
  expect(await everything('zh-CN')).toEqual([]);
});

test.each([
  ['grey letters', '<p style="color:#777">Sit down</p>', 'contrast: text of'],
  ['letters half through', '<p style="opacity:.4">Sit down</p>', 'contrast: text of'],
  ['letters on a picture', '<p style="background:linear-gradient(#333,#555)">Sit down</p>', 'contrast: text of'],
  ['a key without a rim', '<button style="border-color:#ccc">Start</button>', 'contrast: rim of'],
  [
    'a key that pales under the finger',
    '<style>[data-pressed]{color:#888}</style><button>Start</button>',
    'contrast: text of 3.5:1, pressed',
  ],
  [
    'a pale line',
    '<svg aria-hidden="true"><path d="M0 0L90 90" stroke="#bbb" stroke-width="6" /></svg>',
    'contrast: line of',
  ],
  ['two headings', '<h1>Sit down</h1>', 'reading: 2 headings'],
  ['a picture that says nothing', '<svg><path d="M0 0L9 9" /></svg>', 'reading: a picture neither named nor hidden'],
  [
    'an order that the eye has not',
    '<div style="display:flex;flex-direction:column-reverse"><p>Then this</p><p>First this</p></div>',
    'reading: read after',
  ],
  [
    'a row that is read backwards',
    '<div style="display:flex;flex-direction:row-reverse"><p>Then</p><p>First</p></div>',
    'reading: read after',
  ],
  ['Chinese in English', '<p>请坐</p>', 'words: Chinese in en'],
  ['a word that blames', '<p>Input error</p>', 'words: a word that is not used'],
  [
    'something that moves',
    '<style>@keyframes k{to{opacity:.9}}</style><p style="animation:k 9s infinite">Sit down</p>',
    'motion: moves',
  ],
  ['a picture that moves', '<svg aria-hidden="true"><animate attributeName="x" dur="9s" /></svg>', 'motion: moves'],
])('%s: found', async (_fault, body, finding) => {
  await shows(HEADING + body);
  expect(await everything('en')).toEqual(expect.arrayContaining([expect.stringContaining(finding)]));
});

test.each([
  ['Latin letters in Chinese', '<p>请看 OK</p>', 'words: Latin letters'],
  ['many words on a key', '<button class="key">请您坐好以后再按这里开始测量</button>', 'words: 14 characters on a key'],
  ['a long sentence', `<p>${'请坐好，'.repeat(9)}</p>`, 'words: a long sentence'],
  [
    'another heading than what is announced',
    '<script>document.querySelector("h1").textContent = "好"</script>',
    'reading: the live region',
  ],
])('%s: found', async (_fault, body, finding) => {
  await shows(`<p class="unseen" role="status">请坐</p><h1>请坐</h1>${body}`, 'zh-CN');
  expect(await everything('zh-CN')).toEqual(expect.arrayContaining([expect.stringContaining(finding)]));
});

test('a page read out in another language is found', async () => {
  await shows(HEADING, 'de');
  expect(await everything('en')).toContain('reading: read out as de');
});

test('what pushes the rest of the page down is found, unless a tap asked for it', async () => {
  await shows(`${HEADING}<p id="last">Sit down</p>`);
  await forgetShifts(page);
  const push = () =>
    page.evaluate(() => document.querySelector('h1')?.before(document.createElement('hr'), 'No network'));
  await page.mouse.click(700, 900);
  await push();
  expect(await auditShifts(page)).toEqual([]);
  await page.waitForTimeout(600);
  await push();
  expect(await auditShifts(page)).not.toEqual([]);
});
