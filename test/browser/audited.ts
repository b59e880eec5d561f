/** Every audit of one cell, one after the other, on a page that stays open. */
import type { Browser, Page } from 'playwright-core';
import type { Cell } from '../gallery-cells.ts';
import type { GalleryServer } from '../gallery-server.ts';
import type { Look } from '../looks.ts';
import { type Rules, rulesFor, WAIVERS } from './audit-rules.ts';
import { auditAxe } from './audits/axe.ts';
import { auditContrast } from './audits/contrast.ts';
import { type Finding, type Waiver, waivedBy } from './audits/finding.ts';
import { auditHits } from './audits/hits.ts';
import { auditOverflow } from './audits/overflow.ts';
import { auditReading } from './audits/reading.ts';
import { auditMotion, auditShifts, forgetShifts } from './audits/shift.ts';
import { auditTargets, type Target } from './audits/targets.ts';
import { auditText } from './audits/text.ts';
import { auditWords } from './audits/words.ts';
import { aPanel, goTo, showLater, turnPage } from './page.ts';
import { whatPasses } from './passing.ts';

export interface Audited {
  /** What stands and is not waived. */
  readonly findings: Finding[];
  readonly waived: readonly Waiver[];
  readonly targets: readonly Target[];
}

export interface Auditor {
  /** Not thorough: without the audits that take their time, of pixels and of what moves. */
  audit(cell: Cell, look: Look, thorough?: boolean): Promise<Audited>;
}

/** How far inside a corner a finger must still meet its target. */
const INSET_MM = 2;

export function anAuditor(browser: Browser, server: GalleryServer): Auditor {
  const pages = new Map<Look['panel'], Promise<Page>>();
  const said: Finding[] = [];
  const pageOf = (panel: Look['panel']): Promise<Page> => {
    const page = pages.get(panel) ?? aListenedPanel(browser, server, panel, said);
    pages.set(panel, page);
    return page;
  };
  return {
    async audit(cell, look, thorough = true) {
      const page = await pageOf(look.panel);
      // Nobody has told the page yet how large its letters shall be.
      const rules = rulesFor(cell.notYet ? { ...look, textSize: 1 } : look);
      said.length = 0;
      await goTo(page, server, cell);
      const found = thorough ? await whatMoves(page, server, cell) : [];
      const first = await whatStands(page, look, rules, thorough);
      found.push(...first.findings);
      while (await turnPage(page)) found.push(...(await whatStands(page, look, rules, thorough)).findings);
      found.push(...said);
      const judged = distinct(found).map((finding) => ({ finding, waiver: waivedBy(WAIVERS, cell.name, finding) }));
      return {
        findings: judged.flatMap(({ finding, waiver }) => (waiver ? [] : [finding])),
        waived: judged.flatMap(({ waiver }) => waiver ?? []),
        targets: first.targets,
      };
    },
  };
}

const distinct = (findings: readonly Finding[]): Finding[] => [
  ...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values(),
];

async function whatStands(page: Page, look: Look, rules: Rules, thorough: boolean) {
  // They only look: the page answers one while the next is on its way.
  const [{ findings, targets }, ...others] = await Promise.all([
    auditTargets(page, rules.targets),
    auditHits(page, { pxPerMm: rules.targets.pxPerMm, insetMm: INSET_MM }),
    auditText(page, rules.text),
    auditOverflow(page, rules.overflow),
    auditReading(page, look.language),
    auditWords(page, look.language, rules.words),
    auditAxe(page),
  ]);
  // It presses every key.
  const contrasts = thorough ? await auditContrast(page, rules.contrast) : [];
  return { findings: [...findings, ...others.flat(), ...contrasts], targets };
}

/** The idle screen was just loaded: what moved on the way to it counts too. */
async function whatMoves(page: Page, server: GalleryServer, { view, notYet, goneForS }: Cell): Promise<Finding[]> {
  if (view.screen.id !== 'idle') await forgetShifts(page);
  if (!notYet && goneForS === undefined) for (const later of whatPasses(view)) await showLater(page, server, later);
  return [...(await auditShifts(page)), ...(await auditMotion(page))];
}

/** What the page itself complains of: exceptions, what the content policy refuses, requests to anybody else. */
async function aListenedPanel(
  browser: Browser,
  server: GalleryServer,
  panel: Look['panel'],
  said: Finding[],
): Promise<Page> {
  const page = await aPanel(browser, panel);
  const found = (what: string): void => void said.push({ audit: 'page', what, where: page.url() });
  page.on('pageerror', (error) => found(error.message));
  page.on('request', (request) => request.url().startsWith(server.url) || found(`asked for ${request.url()}`));
  // That the station is gone is what the lost screens are about.
  page.on('console', (message) => {
    if (/error|warning/.test(message.type()) && !/ERR_|Failed to load/.test(message.text())) found(message.text());
  });
  return page;
}
