/**
 * `npm run audit`: every screen in every language, panel and text size, through every audit; prints what is wrong and exits 1
 * if anything is; then a monkey of so many taps on every screen (`-- --monkey 0`: none; 1,000 is the rule). `-- --look "en landscape"` only the look of that name or those that begin so, `-- --screen bp.` only those screens.
 */
import { parseArgs } from 'node:util';
import { WAIVERS } from './browser/audit-rules.ts';
import { anAuditor } from './browser/audited.ts';
import type { Waiver } from './browser/audits/finding.ts';
import type { Target } from './browser/audits/targets.ts';
import { havoc } from './browser/havoc.ts';
import { aPanel, openBrowser } from './browser/page.ts';
import { everyCell, screenOf } from './browser/pairwise.ts';
import { openGalleryServer } from './gallery-server.ts';
import { lookName, looksNamed } from './looks.ts';

const { values } = parseArgs({
  options: {
    look: { type: 'string', default: '' },
    screen: { type: 'string', default: '' },
    monkey: { type: 'string', default: '1000' },
  },
});
const SMALLEST_SHOWN = 3;
const SEED = 20261125;

const chosen = everyCell(looksNamed(values.look)).filter(({ cell }) => cell.name.startsWith(values.screen));
const waived = new Map<Waiver, number>();
const smallest = new Map<string, Target[]>();
let findings = 0;
const started = performance.now();

const server = await openGalleryServer();
const browser = await openBrowser();
try {
  const auditor = anAuditor(browser, server);
  for (const { look, cell } of chosen) {
    const audited = await auditor.audit(cell, look);
    for (const waiver of audited.waived) waived.set(waiver, (waived.get(waiver) ?? 0) + 1);
    for (const { audit, what, where } of audited.findings)
      print(`${lookName(look)} | ${cell.name} | ${audit}: ${what} | ${where}`);
    findings += audited.findings.length;
    const screen = `${screenOf(cell)}, ${look.panel}`;
    smallest.set(screen, smallestOf([...(smallest.get(screen) ?? []), ...audited.targets]));
  }
  if (Number(values.monkey) > 0) await letLoose();
} finally {
  await browser.close();
  await server.close();
}

print('\nSmallest targets, mm:');
for (const [screen, targets] of smallest) print(`  ${screen}: ${targets.map(inWords).join('; ') || 'none'}`);
print('\nWaived:');
for (const { audit, what, because } of WAIVERS) print(`  ${audit} ${what}: ${because}`);
for (const [{ audit, what }, times] of waived) print(`  ${times} times ${audit} ${what}`);
const seconds = Math.round((performance.now() - started) / 1000);
print(`\n${chosen.length} cells, ${findings} findings, ${seconds} s`);
process.exitCode = findings > 0 || chosen.length === 0 ? 1 : 0;

/** On each screen of the first look that was chosen; every act leads to another example of the same screen. */
async function letLoose(): Promise<void> {
  const [first] = chosen;
  if (!first) return;
  const ofLook = chosen.filter(({ look, cell }) => look === first.look && !cell.notYet && cell.goneForS === undefined);
  const page = await aPanel(browser, first.look.panel);
  for (const [screen, looked] of Map.groupBy(ofLook, ({ cell }) => screenOf(cell))) {
    const among = looked.map(({ cell }) => cell);
    const taps = Number(values.monkey);
    const { acts, complaints } = await havoc({
      page,
      server,
      among,
      seed: SEED,
      taps,
    });
    print(`monkey on ${screen}: ${taps} taps, ${acts} acts`);
    for (const complaint of complaints) print(`${lookName(first.look)} | ${screen} | monkey: ${complaint} | page`);
    findings += complaints.length;
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function smallestOf(targets: readonly Target[]): Target[] {
  const distinct = new Map(targets.map((target) => [inWords(target), target]));
  const side = ({ widthMm, heightMm }: Target): number => Math.min(widthMm, heightMm);
  return [...distinct.values()].sort((a, b) => side(a) - side(b)).slice(0, SMALLEST_SHOWN);
}

function inWords({ where, widthMm, heightMm }: Target): string {
  return `${where} ${widthMm.toFixed(1)} x ${heightMm.toFixed(1)}`;
}
