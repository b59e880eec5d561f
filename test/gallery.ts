/**
 * `npm run gallery [folder]`: a picture of every screen in every look, and contact sheets of them, with `-- --grey` and
 * `-- --yellow` also as grey print and as an old eye sees it (blurred by 4 px, yellowed by a fifth); `-- --look "zh-CN portrait"`
 * only the look of that name or those that begin so, `-- --screen bp.` only those screens; `-- --readme` instead makes the README's picture.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { aPanel, goTo, openBrowser, turnPage } from './browser/page.ts';
import { aCell, type Cell, cells } from './gallery-cells.ts';
import { type GalleryServer, openGalleryServer } from './gallery-server.ts';
import { type Look, lookName, looksNamed, PANELS, ZH } from './looks.ts';

const { values, positionals } = parseArgs({
  options: {
    readme: { type: 'boolean', default: false },
    look: { type: 'string', default: '' },
    screen: { type: 'string', default: '' },
    grey: { type: 'boolean', default: false },
    yellow: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const folder = resolve(positionals[0] ?? '.yike/gallery');
const PER_SHEET = { portrait: 12, landscape: 15 } as const;
/** The sheet's own way to look → what is done to each picture. */
const EYES = {
  '': { wanted: true, filter: 'none', veil: 'none' },
  ' grey': { wanted: values.grey, filter: 'grayscale(1)', veil: 'none' },
  ' yellow': { wanted: values.yellow, filter: 'blur(4px)', veil: 'rgb(255 200 0 / 20%)' },
} as const;
const README_CELLS = ['home · both services', 'bp.posture · 3', 'bp.measuring · late', 'bp.result · in range, a guest'];

const server = await openGalleryServer();
const browser = await openBrowser();
try {
  if (values.readme) await readmePicture();
  else for (const look of looksNamed(values.look)) await picturesOf(look);
} finally {
  await browser.close();
  await server.close();
}

async function picturesOf(look: Look): Promise<void> {
  const name = lookName(look);
  const all = cells(look).filter((cell) => cell.name.startsWith(values.screen));
  const files = await pictures(browser, server, look, all, join(folder, name));
  const perSheet = PER_SHEET[look.panel];
  for (const [eye, { wanted, filter, veil }] of Object.entries(EYES)) {
    for (let sheet = 0; wanted && sheet * perSheet < files.length; sheet++) {
      const some = files.slice(sheet * perSheet, (sheet + 1) * perSheet);
      const path = join(folder, `sheet${eye} ${name} ${sheet + 1}.png`);
      await contactSheet(await browser.newPage(), look, some, path, { filter, veil });
    }
  }
  process.stdout.write(`${name}: ${files.length} pictures in ${folder}\n`);
}

/** Four screens of a blood-pressure test in a row, as a resident of the demo hut sees them. */
async function readmePicture(): Promise<void> {
  const chosen = README_CELLS.map((name) => aCell(ZH, name));
  const files = await pictures(browser, server, ZH, chosen, join(folder, 'readme'));
  const place = join(import.meta.dirname, '..', 'ui', 'pictures', 'readme.png');
  mkdirSync(dirname(place), { recursive: true });
  await contactSheet(await browser.newPage(), ZH, files, place);
  process.stdout.write(`${place}\n`);
}

async function pictures(
  browser: Browser,
  server: GalleryServer,
  look: Look,
  all: readonly Cell[],
  into: string,
): Promise<string[]> {
  mkdirSync(into, { recursive: true });
  const page = await aPanel(browser, look.panel);
  const files: string[] = [];
  for (const [index, cell] of all.entries()) {
    await goTo(page, server, cell);
    const file = join(into, `${String(index + 1).padStart(3, '0')} ${cell.name.replaceAll('/', '-')}`);
    for (let pages = 1; pages === 1 || (await turnPage(page)); pages++) {
      const path = `${file}${pages > 1 ? ` · page ${pages}` : ''}.png`;
      await page.screenshot({ path });
      files.push(path);
    }
  }
  await page.context().close();
  return files;
}

/** A third of the panel's size, as from across a room; what is done to a picture is done at its own size. */
async function contactSheet(
  page: Page,
  { panel }: Look,
  files: readonly string[],
  path: string,
  { filter, veil } = { filter: 'none', veil: 'none' },
): Promise<void> {
  const { widthPx, heightPx } = PANELS[panel];
  const [width, height] = [Math.round(widthPx / 3), Math.round(heightPx / 3)];
  const across = panel === 'portrait' ? 4 : 3;
  const images = files.map(
    (file) => `<div class="cell"><img src="data:image/png;base64,${readFileSync(file).toString('base64')}"></div>`,
  );
  await page.setViewportSize({ width: across * (width + 12) + 12, height: 10 });
  await page.setContent(`<style>
    body { margin: 6px; background: #777; display: flex; flex-wrap: wrap; gap: 12px }
    .cell { position: relative; width: ${width}px; height: ${height}px; overflow: hidden }
    .cell::after { content: ''; position: absolute; inset: 0; background: ${veil}; mix-blend-mode: multiply }
    img { width: ${widthPx}px; filter: ${filter}; transform: scale(${1 / 3}); transform-origin: 0 0 }
  </style>${images.join('')}`);
  await page.screenshot({ path, fullPage: true });
  await page.close();
}
