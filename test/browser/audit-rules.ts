/** The limits of each look, and what is waived, by name and with the reason. */
import { type Look, PANELS } from '../looks.ts';
import type { ContrastRules } from './audits/contrast.ts';
import type { Waiver } from './audits/finding.ts';
import type { OverflowRules } from './audits/overflow.ts';
import type { TargetRules } from './audits/targets.ts';
import type { TextRules } from './audits/text.ts';
import type { WordRules } from './audits/words.ts';

export interface Rules {
  readonly targets: TargetRules;
  readonly text: TextRules;
  readonly overflow: OverflowRules;
  readonly contrast: ContrastRules;
  readonly words: WordRules;
}

const MM_PER_INCH = 25.4;
/** EN 301 549, 5.1.4: a capital H is seen under at least this angle. */
const CAPITAL_DEGREES = 0.7;

interface PanelLimits {
  /** From how far the panel is read. */
  readonly distanceMm: number;
  /** Of any text, and of what must be read and understood, at the smallest text size. */
  readonly leastPx: number;
  readonly leastBodyPx: number;
  readonly reachFromPx: number;
  readonly sizesMm: TargetRules['sizesMm'];
}

const LIMITS: Readonly<Record<Look['panel'], PanelLimits>> = {
  portrait: {
    distanceMm: 600,
    leastPx: 32,
    leastBodyPx: 42,
    reachFromPx: 770,
    sizesMm: [
      ['.stop', 60, 40],
      ['.primary, .answer, .choice', 60, 25],
      ['.tile', 75, 55],
    ],
  },
  landscape: {
    distanceMm: 450,
    leastPx: 34,
    leastBodyPx: 44,
    reachFromPx: 0,
    sizesMm: [
      ['[data-screen$=".result"] .keys .key', 35, 20],
      ['.choice', 35, 35],
      ['.stop, .primary, .answer', 60, 25],
      ['.tile', 53, 45],
    ],
  },
};

/** What is not body text: head, banner, a tile's second line, captions, axes, small terms. */
const SMALL = [
  '.head',
  '.banner',
  '.tile .line',
  '.answer .line',
  '.choice .line',
  '.caption',
  '.axis',
  '.you',
  '.chip',
  '.code',
  '.date',
  '.numbers dt',
  '.pulse span',
];

const WORDS: WordRules = {
  mostInSentence: 25,
  mostOnKey: 12,
  // Units, a maker's number of a lot, and codes for the staff.
  latin: /mmHg|mmol\/L|\d+[A-Z]\d+|\b(BP|GLU|REC)-[A-Z]+\b/g,
  banned: /(?<!不是)诊断|操作错误|未知错误|非法|请稍等|请稍候|error|please wait/i,
  givenIn: '.hut',
};

const perPanel = (panel: Look['panel']): number => {
  const { widthPx, heightPx, diagonalInch } = PANELS[panel];
  return Math.hypot(widthPx, heightPx) / (diagonalInch * MM_PER_INCH);
};

/** Text grows by its factor, keys and grid stay. A large number may grow by less: these are floors. */
export function rulesFor({ panel, textSize }: Look): Rules {
  const { distanceMm, leastPx, leastBodyPx, reachFromPx, sizesMm } = LIMITS[panel];
  const pxPerMm = perPanel(panel);
  return {
    targets: { pxPerMm, leastMm: 20, leastGapMm: 4, reachFromPx, sizesMm },
    text: {
      pxPerMm,
      leastPx: leastPx * textSize,
      leastBodyPx: leastBodyPx * textSize,
      leastCapitalMm: distanceMm * Math.tan((CAPITAL_DEGREES * Math.PI) / 180),
      small: SMALL,
    },
    overflow: { circles: ['.ring .middle'], zones: '.panel, .page > *, button' },
    words: WORDS,
    contrast: { pxPerMm, leastText: 7, leastLine: 3, lines: '.trend g line' },
  };
}

export const WAIVERS: readonly Waiver[] = [
  {
    screen: /^idle/,
    audit: 'targets',
    what: /out of reach/,
    because: 'the whole screen is one target: most of it, and its call to touch, lies within reach',
  },
  {
    language: 'en',
    screen: /^starting$/,
    audit: 'reading',
    what: /^read out as zh-CN$/,
    because:
      'before the first view nobody has said in which language: it stands there in both, each marked as what it is',
  },
  {
    screen: /./,
    audit: 'axe',
    what: /undecided label-content-name-mismatch/,
    where: /class="size-\d+"/,
    because: 'the key shows one letter as large as it makes them; its name, “large letters”, has that letter in it',
  },
];
