/** Looks at a page as a person does: at its pixels, and only where there is something to be seen. */
import type { CDPSession, Page } from 'playwright-core';
import { type Picture, pictureFrom } from './picture.ts';

/** A part of the page, in its pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const SHARE = 0.05;

/** One session a page: an audit takes hundreds of pictures, without Playwright's own waits and checks. */
const sessions = new WeakMap<Page, Promise<CDPSession>>();

function sessionOf(page: Page): Promise<CDPSession> {
  const session = sessions.get(page) ?? page.context().newCDPSession(page);
  sessions.set(page, session);
  return session;
}

/** Luminance at a place on the page, within these boxes: a picture costs Chromium by its area. */
async function luminances(page: Page, boxes: readonly Box[]): Promise<Picture['luminanceAt']> {
  const x = Math.floor(Math.min(...boxes.map(({ left }) => left)));
  const y = Math.floor(Math.min(...boxes.map(({ top }) => top)));
  const width = Math.ceil(Math.max(...boxes.map(({ right }) => right))) - x;
  const height = Math.ceil(Math.max(...boxes.map(({ bottom }) => bottom))) - y;
  const session = await sessionOf(page);
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'png',
    optimizeForSpeed: true,
    clip: { x, y, width, height, scale: 1 },
  });
  const picture = pictureFrom(Buffer.from(data, 'base64'));
  if (picture.width !== width || picture.height !== height)
    throw new RangeError(`${picture.width} x ${picture.height} is not a picture of ${width} x ${height}`);
  return (left, top) => picture.luminanceAt(left - x, top - y);
}

/** The WCAG contrast of the darkest with the lightest pixels of each box: means over a twentieth, since letters have soft edges. */
export async function contrastsOf(page: Page, boxes: readonly Box[]): Promise<number[]> {
  if (boxes.length === 0) return [];
  const luminanceAt = await luminances(page, boxes);
  const mean = (some: Float64Array): number => some.reduce((sum, one) => sum + one, 0) / some.length;
  return boxes.map(({ left, top, right, bottom }) => {
    // Of large letters every second pixel of every second row says enough.
    const step = bottom - top > 20 && right - left > 20 ? 2 : 1;
    const [across, down] = [Math.ceil((right - left) / step), Math.ceil((bottom - top) / step)];
    const sorted = Float64Array.from({ length: across * down }, (_, at) =>
      luminanceAt(left + step * (at % across), top + step * Math.floor(at / across)),
    ).sort();
    const some = Math.max(1, Math.floor(sorted.length * SHARE));
    return (mean(sorted.slice(-some)) + 0.05) / (mean(sorted.slice(0, some)) + 0.05);
  });
}

/** What is seen in that box, as so many by so many cells, each nearer to the darkest (true) or to the lightest. */
export async function shapeOf(page: Page, box: Box, cells: number): Promise<boolean[]> {
  const luminanceAt = await luminances(page, [box]);
  const { left, top, right, bottom } = box;
  const seen = Array.from({ length: cells * cells }, (_, cell) =>
    luminanceAt(
      left + (((cell % cells) + 0.5) / cells) * (right - left),
      top + ((Math.floor(cell / cells) + 0.5) / cells) * (bottom - top),
    ),
  );
  const middle = (Math.max(...seen) + Math.min(...seen)) / 2;
  return seen.map((luminance) => luminance < middle);
}
