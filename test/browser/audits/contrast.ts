/**
 * Contrast as it comes out on the glass: every line of text, the rim of every control and the lines of every chart, at rest and
 * under a finger. Style sheets say what was meant; pixels also know what lies behind, above and half through.
 */
import type { Page } from 'playwright-core';
import { type Box, contrastsOf } from '../eye.ts';
import type { Finding } from './finding.ts';
import { CONTROLS } from './taps.ts';

export interface ContrastRules {
  readonly pxPerMm: number;
  readonly leastText: number;
  /** Of a control's rim, and of a chart's lines. */
  readonly leastLine: number;
  /** Strokes that carry a value. */
  readonly lines: string;
}

/** How far from an edge its rim is looked for, in and out: half the least gap, and beyond a key's lower edge. */
const RIM_MM = 2;

interface Measured {
  readonly where: string;
  readonly kind: 'text' | 'rim' | 'line';
  /** The best of these counts: a dashed rim has gaps. */
  readonly boxes: readonly Box[];
}

export async function auditContrast(page: Page, rules: ContrastRules): Promise<Finding[]> {
  const atRest = await contrastsNow(page, rules, '');
  await page.evaluate(() => {
    for (const button of document.querySelectorAll('button:not(:disabled)')) button.setAttribute('data-pressed', '');
  });
  const pressed = await contrastsNow(page, rules, ', pressed');
  await page.evaluate(() => {
    for (const button of document.querySelectorAll('button')) button.removeAttribute('data-pressed');
  });
  return [...atRest, ...pressed];
}

async function contrastsNow(page: Page, rules: ContrastRules, state: string): Promise<Finding[]> {
  const measured = await whatToMeasure(page, rules, state === '' ? 'body' : 'button');
  const seen = await contrastsOf(
    page,
    measured.flatMap(({ boxes }) => boxes),
  );
  return measured.flatMap(({ where, kind, boxes }): Finding[] => {
    const best = Math.max(...seen.splice(0, boxes.length));
    const least = kind === 'text' ? rules.leastText : rules.leastLine;
    return best >= least ? [] : [{ audit: 'contrast', what: `${kind} of ${best.toFixed(1)}:1${state}`, where }];
  });
}

const whatToMeasure = (page: Page, { pxPerMm, lines }: ContrastRules, within: string): Promise<Measured[]> =>
  page.evaluate(
    ({ controls, lines, within, rimPx }): Measured[] => {
      const found: Measured[] = [];
      const onPanel = ({ left, top, right, bottom }: Box): boolean =>
        left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const own = node.parentElement;
        const where = node.textContent?.trim() ?? '';
        if (!/[\p{L}\p{N}]/u.test(where) || !own?.closest(within) || own.closest('.unseen, script, style')) continue;
        const em = Number.parseFloat(getComputedStyle(own).fontSize);
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const { left, right, top, bottom, width } of range.getClientRects()) {
          const middle = (top + bottom) / 2;
          const band = { left, right, top: middle - em * 0.375, bottom: middle + em * 0.375 };
          if (width > 0 && onPanel(band)) found.push({ where, kind: 'text', boxes: [band] });
        }
      }
      const painted = (element: Element): boolean => {
        const { backgroundColor, borderTopWidth } = getComputedStyle(element);
        return !/rgba\(.*, 0\)|transparent/.test(backgroundColor) || Number.parseFloat(borderTopWidth) > 0;
      };
      // In the straight middle of a side, and in no step that the dashes of a rim could keep.
      const PLACES = Array.from({ length: 12 }, (_, index) => 0.3 + 0.4 * ((index * 0.618) % 1));
      for (const control of document.querySelectorAll(controls)) {
        const face = [control, ...control.children].find(painted);
        if (!face || !control.closest(within)) continue;
        const { left, right, top, bottom } = face.getBoundingClientRect();
        const across = PLACES.map((share) => left + (right - left) * share);
        const down = PLACES.map((share) => top + (bottom - top) * share);
        const sides: Readonly<Record<string, readonly Box[]>> = {
          top: across.map((x) => ({ left: x, right: x + 1, top: top - rimPx, bottom: top + rimPx })),
          left: down.map((y) => ({ top: y, bottom: y + 1, left: left - rimPx, right: left + rimPx })),
          right: down.map((y) => ({ top: y, bottom: y + 1, left: right - rimPx, right: right + rimPx })),
          bottom: across.map((x) => ({ left: x, right: x + 1, top: bottom - rimPx, bottom: bottom + rimPx })),
        };
        const name = (control.textContent || control.tagName).trim();
        for (const [side, boxes] of Object.entries(sides))
          if (boxes.every(onPanel)) found.push({ where: `${name}, ${side}`, kind: 'rim', boxes });
      }
      if (lines === '' || within !== 'body') return found;
      for (const stroke of document.querySelectorAll(lines)) {
        if (!(stroke instanceof SVGGeometryElement)) continue;
        const toPage = stroke.getScreenCTM();
        const boxes = [0.1, 0.3, 0.5, 0.7, 0.9].map((share) => {
          const { x, y } = stroke
            .getPointAtLength(stroke.getTotalLength() * share)
            .matrixTransform(toPage ?? undefined);
          return { left: x - 8, right: x + 8, top: y - 8, bottom: y + 8 };
        });
        found.push({
          where: stroke.getAttribute('class') ?? stroke.tagName,
          kind: 'line',
          boxes: boxes.filter(onPanel),
        });
      }
      return found;
    },
    { controls: CONTROLS, lines, within, rimPx: RIM_MM * pxPerMm },
  );
