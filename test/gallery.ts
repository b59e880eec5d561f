/**
 * `npm run gallery [folder]`: a picture of every screen in every language, and sheets of them all; `-- --readme` instead
 * makes the README's picture.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { aPanel, goTo, openBrowser } from './browser/page.ts';
import { type Cell, cells, LANGUAGES } from './gallery-cells.ts';
import { type GalleryServer, openGalleryServer } from './gallery-server.ts';

const forReadme = process.argv.includes('--readme');
const folder = resolve(process.argv.slice(2).find((word) => !word.startsWith('--')) ?? '.yike/gallery');
const PER_SHEET = 12;
const README_CELLS = ['home · both services', 'bp.ready', 'bp.measuring · late', 'bp.result · in range'];

const server = await openGalleryServer();
const browser = await openBrowser();
try {
  if (forReadme) await readmePicture();
  for (const language of forReadme ? [] : LANGUAGES) {
    const into = join(folder, language);
    mkdirSync(into, { recursive: true });
    const all = cells(language);
    const files = await pictures(browser, server, all, into);
    for (let sheet = 0; sheet * PER_SHEET < files.length; sheet++) {
      const some = files.slice(sheet * PER_SHEET, (sheet + 1) * PER_SHEET);
      await contactSheet(await browser.newPage(), some, join(folder, `sheet-${language}-${sheet + 1}.png`));
    }
    process.stdout.write(`${language}: ${files.length} pictures in ${into}\n`);
  }
} finally {
  await browser.close();
  await server.close();
}

/** Four screens of a blood-pressure test in a row, as a resident of the demo hut sees them. */
async function readmePicture(): Promise<void> {
  const into = join(folder, 'readme');
  mkdirSync(into, { recursive: true });
  const all = cells('zh-CN');
  const chosen = README_CELLS.map((name) => {
    const cell = all.find((one) => one.name === name);
    if (!cell) throw new Error(`no cell ${name}`);
    return cell;
  });
  const files = await pictures(browser, server, chosen, into);
  const place = join(import.meta.dirname, '..', 'ui', 'pictures', 'readme.png');
  mkdirSync(dirname(place), { recursive: true });
  await contactSheet(await browser.newPage(), files, place);
  process.stdout.write(`${place}\n`);
}

async function pictures(
  browser: Browser,
  server: GalleryServer,
  all: readonly Cell[],
  into: string,
): Promise<string[]> {
  const page = await aPanel(browser);
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

async function contactSheet(page: Page, files: readonly string[], path: string): Promise<void> {
  const images = files.map(
    (file) => `<img width="360" src="data:image/png;base64,${readFileSync(file).toString('base64')}">`,
  );
  await page.setViewportSize({ width: 4 * 372 + 12, height: 10 });
  await page.setContent(
    `<body style="margin:6px;background:#777;display:flex;flex-wrap:wrap;gap:12px">${images.join('')}`,
  );
  await page.screenshot({ path, fullPage: true });
  await page.close();
}
