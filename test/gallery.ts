/**
 * `npm run gallery [folder]`: a picture of every screen in every look, and contact sheets of them; `-- --look "zh-CN portrait"`
 * only the look of that name or those that begin so, `-- --screen bp.` only those screens; `-- --readme` instead makes the README's picture.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { aPanel, goTo, openBrowser } from './browser/page.ts';
import { aCell, type Cell, cells } from './gallery-cells.ts';
import { type GalleryServer, openGalleryServer } from './gallery-server.ts';
import { type Look, lookName, looksNamed, PANELS, ZH } from './looks.ts';

const { values, positionals } = parseArgs({
  options: {
    readme: { type: 'boolean', default: false },
    look: { type: 'string', default: '' },
    screen: { type: 'string', default: '' },
  },
  allowPositionals: true,
});
const folder = resolve(positionals[0] ?? '.yike/gallery');
const PER_SHEET = { portrait: 12, landscape: 15 } as const;
const README_CELLS = ['home · both services', 'bp.posture · 3', 'bp.measuring · late', 'bp.result · in range'];

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
  for (let sheet = 0; sheet * perSheet < files.length; sheet++) {
    const some = files.slice(sheet * perSheet, (sheet + 1) * perSheet);
    await contactSheet(await browser.newPage(), look, some, join(folder, `sheet ${name} ${sheet + 1}.png`));
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
    const file = join(into, `${String(index + 1).padStart(2, '0')} ${cell.name.replaceAll('/', '-')}.png`);
    await page.screenshot({ path: file });
    files.push(file);
  }
  await page.context().close();
  return files;
}

/** A third of the panel's size, as from across a room. */
async function contactSheet(page: Page, { panel }: Look, files: readonly string[], path: string): Promise<void> {
  const width = Math.round(PANELS[panel].widthPx / 3);
  const across = panel === 'portrait' ? 4 : 3;
  const images = files.map(
    (file) => `<img width="${width}" src="data:image/png;base64,${readFileSync(file).toString('base64')}">`,
  );
  await page.setViewportSize({ width: across * (width + 12) + 12, height: 10 });
  await page.setContent(
    `<body style="margin:6px;background:#777;display:flex;flex-wrap:wrap;gap:12px">${images.join('')}`,
  );
  await page.screenshot({ path, fullPage: true });
  await page.close();
}
