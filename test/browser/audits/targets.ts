/** Sizes of what a finger must hit, the distances between them, and whether it reaches them at all. */
import type { Page } from 'playwright-core';
import type { Finding } from './finding.ts';
import { CONTROLS } from './taps.ts';

export interface TargetRules {
  readonly pxPerMm: number;
  readonly leastMm: number;
  readonly leastGapMm: number;
  /** Above this line of a portrait panel a seated hand does not reach. */
  readonly reachFromPx: number;
  /** Larger limits for some: selector → least width and height. */
  readonly largerMm: Readonly<Record<string, readonly [width: number, height: number]>>;
}

export interface Targets {
  readonly findings: Finding[];
  /** The smallest side and the smallest gap on this screen, in mm. */
  readonly smallestMm: number;
  readonly smallestGapMm: number;
  readonly count: number;
}

export async function auditTargets(page: Page, rules: TargetRules): Promise<Targets> {
  return page.evaluate(
    ({ controls, rules }): Targets => {
      const findings: Finding[] = [];
      const mm = (px: number): number => px / rules.pxPerMm;
      const boxes = [...document.querySelectorAll(controls)].map((element) => ({
        element,
        where: (element.textContent || element.tagName).trim(),
        box: element.getBoundingClientRect(),
      }));
      const found = (what: string, where: string): void => void findings.push({ audit: 'targets', what, where });
      let smallestMm = Number.POSITIVE_INFINITY;
      let smallestGapMm = Number.POSITIVE_INFINITY;
      for (const { element, where, box } of boxes) {
        const width = mm(box.width);
        const height = mm(box.height);
        smallestMm = Math.min(smallestMm, width, height);
        const larger = Object.entries(rules.largerMm).filter(([selector]) => element.matches(selector));
        for (const [leastWidth, leastHeight] of [
          [rules.leastMm, rules.leastMm] as const,
          ...larger.map(([, size]) => size),
        ]) {
          if (width < leastWidth || height < leastHeight) found(`${width.toFixed(1)} x ${height.toFixed(1)} mm`, where);
        }
        if (box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight)
          found('outside the panel', where);
        if (box.top < rules.reachFromPx) found(`begins at ${box.top.toFixed(0)} px, out of reach`, where);
      }
      for (const [index, one] of boxes.entries()) {
        for (const other of boxes.slice(index + 1)) {
          const across = Math.max(one.box.left - other.box.right, other.box.left - one.box.right, 0);
          const down = Math.max(one.box.top - other.box.bottom, other.box.top - one.box.bottom, 0);
          const gap = mm(Math.hypot(across, down));
          smallestGapMm = Math.min(smallestGapMm, gap);
          if (gap < rules.leastGapMm) found(`${gap.toFixed(1)} mm to the next`, `${one.where} | ${other.where}`);
        }
      }
      return { findings, smallestMm, smallestGapMm, count: boxes.length };
    },
    { controls: CONTROLS, rules },
  );
}
