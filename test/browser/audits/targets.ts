/** Sizes, distances and places of whatever hears taps, in millimetres of the glass: a hand of eighty years reaches them at all. */
import type { Page } from 'playwright-core';
import type { Finding } from './finding.ts';
import { CONTROLS } from './taps.ts';

export interface TargetRules {
  readonly pxPerMm: number;
  /** Of every side. */
  readonly leastMm: number;
  readonly leastGapMm: number;
  /** Above this line of a portrait panel a seated hand does not reach. */
  readonly reachFromPx: number;
  /** Other limits for some: the first selector that fits decides. */
  readonly sizesMm: readonly (readonly [selector: string, width: number, height: number])[];
}

export interface Target {
  readonly where: string;
  readonly widthMm: number;
  readonly heightMm: number;
}

export interface Targets {
  readonly findings: Finding[];
  /** By their shorter side, smallest first. */
  readonly targets: Target[];
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
      for (const { element, where, box } of boxes) {
        const [, leastWidth, leastHeight] = rules.sizesMm.find(([selector]) => element.matches(selector)) ?? [
          '',
          rules.leastMm,
          rules.leastMm,
        ];
        const [width, height] = [mm(box.width), mm(box.height)];
        if (width < leastWidth || height < leastHeight)
          found(`${width.toFixed(1)} x ${height.toFixed(1)} mm, not ${leastWidth} x ${leastHeight}`, where);
        if (box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight)
          found('outside the panel', where);
        if (box.top < rules.reachFromPx) found(`begins at ${box.top.toFixed(0)} px, out of reach`, where);
      }
      for (const [index, one] of boxes.entries()) {
        for (const other of boxes.slice(index + 1)) {
          const across = Math.max(one.box.left - other.box.right, other.box.left - one.box.right, 0);
          const down = Math.max(one.box.top - other.box.bottom, other.box.top - one.box.bottom, 0);
          const gap = mm(Math.hypot(across, down));
          if (gap < rules.leastGapMm) found(`${gap.toFixed(1)} mm to the next`, `${one.where} | ${other.where}`);
        }
      }
      const targets = boxes
        .map(({ where, box }) => ({ where, widthMm: mm(box.width), heightMm: mm(box.height) }))
        .sort((a, b) => Math.min(a.widthMm, a.heightMm) - Math.min(b.widthMm, b.heightMm));
      return { findings, targets };
    },
    { controls: CONTROLS, rules },
  );
}
