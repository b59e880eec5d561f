/** An audit that cannot fail is worth nothing: each is shown a page with one fault planted, and a page without. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PANELS } from '../../looks.ts';
import { openBrowser } from '../page.ts';
import { auditAxe } from './axe.ts';
import { auditHits } from './hits.ts';
import { auditOverflow } from './overflow.ts';
import { markListeners } from './taps.ts';
import { auditTargets } from './targets.ts';
import { auditText } from './text.ts';

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  const context = await browser.newContext({
    viewport: { width: PANELS.portrait.widthPx, height: PANELS.portrait.heightPx },
  });
  await markListeners(context);
  page = await context.newPage();
});
afterAll(() => browser.close());

const STYLE = `<style>
  * { margin: 0; font: 44px/1.4 "Noto Sans" }
  body { height: 1920px; position: relative; overflow: hidden }
  main > * { position: absolute }
  button { width: 400px; height: 120px; left: 56px; top: 1000px; background: #fff; color: #000; border: 2px solid #000 }
  p { left: 56px; top: 800px; width: 900px }
</style>`;

const shows = (body: string): Promise<void> =>
  page.setContent(
    `<!doctype html><html lang="en"><head><title>t</title>${STYLE}</head><body><main>${body}</main></body></html>`,
  );

const TARGETS = { pxPerMm: 4, leastMm: 20, leastGapMm: 4, reachFromPx: 770, sizesMm: [['.main', 60, 25]] } as const;
const TEXT = { pxPerMm: 4.03, leastPx: 32, leastBodyPx: 42, leastCapitalMm: 7.5, small: ['.small'] };
const OVERFLOW = { circles: ['.round'], zones: 'main > *' };

async function everything(): Promise<string[]> {
  const found = [
    ...(await auditTargets(page, TARGETS)).findings,
    ...(await auditHits(page, { pxPerMm: 4, insetMm: 2 })),
    ...(await auditText(page, TEXT)),
    ...(await auditOverflow(page, OVERFLOW)),
    ...(await auditAxe(page)),
  ];
  return found.map(({ audit, what }) => `${audit}: ${what}`);
}

test('nothing is found on a page without a fault', async () => {
  await shows('<p>Touch the key</p><button class="main">Start</button><button style="left:480px">Stop</button>');
  expect(await everything()).toEqual([]);
});

test.each([
  ['a key that is too small', '<button style="width:70px">A</button>', 'targets: 17.5 x 30.0 mm'],
  [
    'a main key no larger than the others',
    '<button class="main" style="width:200px">A</button>',
    'targets: 50.0 x 30.0 mm',
  ],
  ['keys too close', '<button>A</button><button style="left:466px">B</button>', 'targets: 2.5 mm to the next'],
  ['a key off the panel', '<button style="left:800px">A</button>', 'targets: outside the panel'],
  ['a key out of reach', '<button style="top:300px">A</button>', 'targets: begins at 300 px'],
  [
    'a key under something',
    '<button>A</button><div style="left:50px;top:990px;width:90px;height:60px"></div>',
    'hit test: at 64,1008',
  ],
  ['small letters', '<p><span style="font-size:30px">a</span></p>', 'text: 30.0 px'],
  ['small letters in what must be read', '<p><span style="font-size:36px">a</span></p>', 'text: body text of 36.0 px'],
  ['low capitals', '<p style="font-size:42px">a</p>', 'text: capitals of'],
  ['a word that was not filled in', '<p>at {time}</p>', 'text: a gap'],
  [
    'words out of their box',
    '<button style="width:160px;white-space:nowrap">Measure again</button>',
    'px out of button',
  ],
  ['words off the panel', '<p style="left:900px;white-space:nowrap">Measure it again</p>', 'overflow: off the panel'],
  [
    'words that may be cut',
    '<p style="overflow:hidden;text-overflow:ellipsis">Measure</p>',
    'overflow: may be cut short',
  ],
  [
    'words under a picture',
    '<p>Measure it</p><svg style="left:56px;top:800px"><rect width="90" height="90" /></svg>',
    'overflow: under rect',
  ],
  ['words under words', '<p>Measure it</p><p>Again and again</p>', 'overflow: under p'],
  [
    'words over a rim',
    '<p class="round" style="width:200px;height:200px;border-radius:50%">14:20 on Monday</p>',
    'overflow: over the rim',
  ],
  [
    'a page that scrolls',
    '<p style="height:2000px">a</p><style>body{overflow:visible}</style>',
    'overflow: the page scrolls',
  ],
  ['grey letters', '<p style="color:#666">grey</p>', 'axe: color-contrast-enhanced'],
  ['a key without a name', '<button></button>', 'axe: button-name'],
  ['what axe cannot decide', '<p style="background:url(x.png)">a</p>', 'axe: undecided color-contrast'],
])('%s is found', async (_fault, body, finding) => {
  await shows(body);
  expect(await everything()).toEqual(expect.arrayContaining([expect.stringContaining(finding)]));
});

test('a plain element that hears taps is a target', async () => {
  await shows('<div id="quiet" style="left:56px;top:1000px;width:30px;height:30px">A</div>');
  expect((await auditTargets(page, TARGETS)).targets).toEqual([]);
  await page.evaluate(() => document.getElementById('quiet')?.addEventListener('click', () => {}));
  expect((await auditTargets(page, TARGETS)).findings).not.toEqual([]);
});
