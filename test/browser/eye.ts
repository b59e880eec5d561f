/** Looks at a page as a person does: at its pixels. Pictures are decoded in a page of our own, which needs no library. */
import type { Browser, Page } from 'playwright-core';

/** A part of the picture, in its pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const SHARE = 0.05;

export interface Eye {
  /** The WCAG contrast of the darkest with the lightest pixels of each box: means over a twentieth, since letters have soft edges. */
  contrasts(page: Page, boxes: readonly Box[]): Promise<number[]>;
  /** What is seen in that box, as so many by so many cells, each nearer to the darkest (true) or to the lightest. */
  shape(page: Page, box: Box, cells: number): Promise<boolean[]>;
}

/** Without Playwright's own waits and checks: an audit takes hundreds of them. */
async function pictureOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  try {
    return (await session.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true })).data;
  } finally {
    await session.detach();
  }
}

export async function openEye(browser: Browser): Promise<Eye> {
  const desk = await browser.newPage();
  const lens = await desk.evaluateHandle(() => {
    const linear = Array.from({ length: 256 }, (_, value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return {
      /** Relative luminance at a place in the picture. */
      async open(picture: string) {
        const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob());
        const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', { willReadFrequently: true });
        if (!pen) throw new Error('no canvas');
        pen.drawImage(bitmap, 0, 0);
        const { data } = pen.getImageData(0, 0, bitmap.width, bitmap.height);
        const light = (at: number): number => linear[data[at] ?? 0] ?? 0;
        return (x: number, y: number): number => {
          const at = 4 * (Math.floor(y) * bitmap.width + Math.floor(x));
          return 0.2126 * light(at) + 0.7152 * light(at + 1) + 0.0722 * light(at + 2);
        };
      },
    };
  });
  return {
    contrasts: async (page, boxes) =>
      lens.evaluate(
        async ({ open }, { picture, boxes, share }) => {
          const luminanceAt = await open(picture);
          const mean = (some: Float64Array): number => some.reduce((sum, one) => sum + one, 0) / some.length;
          return boxes.map(({ left, top, right, bottom }) => {
            // Of large letters every second pixel of every second row says enough.
            const step = bottom - top > 20 && right - left > 20 ? 2 : 1;
            const [across, down] = [Math.ceil((right - left) / step), Math.ceil((bottom - top) / step)];
            const sorted = Float64Array.from({ length: across * down }, (_, at) =>
              luminanceAt(left + step * (at % across), top + step * Math.floor(at / across)),
            ).sort();
            const some = Math.max(1, Math.floor(sorted.length * share));
            return (mean(sorted.slice(-some)) + 0.05) / (mean(sorted.slice(0, some)) + 0.05);
          });
        },
        { picture: await pictureOf(page), boxes, share: SHARE },
      ),
    shape: async (page, { left, top, right, bottom }, cells) =>
      lens.evaluate(
        async ({ open }, { picture, left, top, width, height, cells }) => {
          const luminanceAt = await open(picture);
          const seen = Array.from({ length: cells * cells }, (_, cell) =>
            luminanceAt(
              left + (((cell % cells) + 0.5) / cells) * width,
              top + ((Math.floor(cell / cells) + 0.5) / cells) * height,
            ),
          );
          const middle = (Math.max(...seen) + Math.min(...seen)) / 2;
          return seen.map((luminance) => luminance < middle);
        },
        { picture: await pictureOf(page), left, top, width: right - left, height: bottom - top, cells },
      ),
  };
}
