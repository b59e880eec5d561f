/** Where a screen stands among the steps of its self-test, so that nobody wonders how long it still takes. */
import type { Screen, ScreenId } from '../../kiosk/contract/screen.ts';

const STEPS: readonly (readonly (readonly ScreenId[])[])[] = [
  [
    ['bp.ask', 'bp.advice'],
    ['bp.posture'],
    ['bp.cuff'],
    ['bp.rest'],
    ['bp.ready', 'bp.measuring', 'bp.own-button', 'bp.plug'],
    ['bp.pause'],
  ],
  [['rec.material'], ['rec.prepare'], ['rec.open', 'rec.deposit'], ['rec.closing', 'rec.weigh']],
  [['glu.context'], ['glu.wash'], ['glu.strip'], ['glu.drop'], ['glu.wait', 'glu.plug']],
];

export interface Step {
  /** From 1. */
  readonly now: number;
  readonly of: number;
}

export function stepOf(screen: Screen): Step | undefined {
  for (const steps of STEPS) {
    const found = steps.findIndex((ids) => ids.includes(screen.id));
    if (found < 0) continue;
    // Every measurement after the first is the last step.
    const again = 'reading' in screen && typeof screen.reading === 'number' && screen.reading > 1;
    return { now: again ? steps.length : found + 1, of: steps.length };
  }
  return undefined;
}
