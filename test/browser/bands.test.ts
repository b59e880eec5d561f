/** Bands to eyes that see no red, no green, no blue, or no colour at all: each still has its own word and its shape, and is read. */
import type { Browser, CDPSession, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Band } from '../../kiosk/contract/screen.ts';
import { type Cell, cells } from '../gallery-cells.ts';
import { type GalleryServer, openGalleryServer } from '../gallery-server.ts';
import { lookName, ZH } from '../looks.ts';
import { type Box, contrastsOf, shapeOf } from './eye.ts';
import { aPanel, goTo, openBrowser } from './page.ts';

const EYES = ['none', 'deuteranopia', 'protanopia', 'tritanopia', 'achromatopsia'] as const;
/** Bands that may share a shape do not share a row. */
const SHAPES: readonly (readonly Band['name'][])[] = [['low'], ['in-range'], ['a-bit-high', 'high'], ['very-high']];
const CELLS = 24;
/** Of a shape's cells: fewer are a matter of soft edges. */
const DIFFERENT = 0.1;
/** In colours that were only worked out; in our own it is 7, which the audits see to. */
const LEAST_CONTRAST = 4.5;

let server: GalleryServer;
let browser: Browser;
let page: Page;
let session: CDPSession;

beforeAll(async () => {
  server = await openGalleryServer();
  browser = await openBrowser();
  page = await aPanel(browser);
  session = await page.context().newCDPSession(page);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

/** The first result of each band. */
function resultOf(band: Band['name']): Cell {
  const cell = cells(ZH).find(({ view: { screen } }) => screen.id === 'bp.result' && screen.band.name === band);
  if (!cell) throw new RangeError(`no result is ${band}`);
  return cell;
}

async function boxOf(part: Locator): Promise<Box> {
  const box = await part.boundingBox();
  if (!box) throw new Error('it is not to be seen');
  return { left: box.x, top: box.y, right: box.x + box.width, bottom: box.y + box.height };
}

async function seen(band: Band['name']) {
  await goTo(page, server, resultOf(band));
  const verdict = page.locator('.verdict');
  const [contrast = 0] = await contrastsOf(page, [await boxOf(verdict)]);
  return {
    word: await verdict.innerText(),
    shape: await shapeOf(page, await boxOf(verdict.locator('svg')), CELLS),
    contrast,
  };
}

const difference = (one: readonly boolean[], other: readonly boolean[]): number =>
  one.filter((dark, cell) => dark !== other[cell]).length / one.length;

describe.each(EYES)(`${lookName(ZH)}, %s`, (type) => {
  test('each band has its word, its shape and its contrast', async () => {
    await session.send('Emulation.setEmulatedVisionDeficiency', { type });
    const bands = SHAPES.flat();
    const looked = new Map<string, Awaited<ReturnType<typeof seen>>>();
    for (const band of bands) looked.set(band, await seen(band));
    expect(new Set([...looked.values()].map(({ word }) => word)).size).toBe(bands.length);
    expect([...looked].filter(([, { contrast }]) => contrast < LEAST_CONTRAST)).toEqual([]);
    for (const one of SHAPES) {
      for (const other of SHAPES.filter((other) => other !== one)) {
        const [a, b] = [looked.get(one[0] ?? '')?.shape ?? [], looked.get(other[0] ?? '')?.shape ?? []];
        expect([one, other, difference(a, b) > DIFFERENT]).toEqual([one, other, true]);
      }
    }
  });
});

test('a shape that is the same is not called another', async () => {
  const [high, higher] = [await seen('a-bit-high'), await seen('high')];
  expect(difference(high.shape, higher.shape)).toBeLessThan(DIFFERENT);
});
