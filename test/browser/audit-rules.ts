/** The limits for the 21.5" portrait panel (4.03 px per mm), and what is waived, by name and with the reason. */
import type { Waiver } from './audits/finding.ts';
import type { OverflowRules } from './audits/overflow.ts';
import type { TargetRules } from './audits/targets.ts';
import type { TextRules } from './audits/text.ts';

export const PX_PER_MM = Math.hypot(1080, 1920) / (21.5 * 25.4);

export const TARGETS: TargetRules = {
  pxPerMm: PX_PER_MM,
  leastMm: 20,
  leastGapMm: 4,
  reachFromPx: 770,
  largerMm: { '.primary, .answer, .stop': [60, 25], '.tile': [75, 55] },
};

export const TEXT: TextRules = {
  pxPerMm: PX_PER_MM,
  leastPx: 32,
  leastBodyPx: 42,
  leastCapitalMm: 7.33,
  small: ['.head', '.banner', '.caption', '.axis', '.you', '.chip', '.code', '.date', '.numbers dt', '.pulse span'],
};

export const OVERFLOW: OverflowRules = { circles: ['.ring .middle'], zones: '.panel, .page > *, button' };

export const WAIVERS: readonly Waiver[] = [
  {
    screen: /^idle/,
    audit: 'targets',
    what: /out of reach/,
    because: 'the whole screen is one target: most of it, and its call to touch, lies within reach',
  },
];
