/** An arm and its cuff, close up, in a box of 820 × 460: one act each. */
import type { ComponentChildren } from 'preact';

const ink = { stroke: 'var(--ink)', 'stroke-width': 8, 'stroke-linejoin': 'round' } as const;
const arrow = { fill: 'none', stroke: 'var(--indigo)', 'stroke-width': 14, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' } as const;

function Scene({ children }: { readonly children: ComponentChildren }) {
  return (
    <svg viewBox="0 0 820 460" aria-hidden="true">
      {children}
    </svg>
  );
}

/** Shoulder at the left, open hand at the right, palm up. */
function Arm({ from = 70 }: { readonly from?: number }) {
  return (
    <g fill="none" stroke="var(--skin)" stroke-linecap="round" stroke-linejoin="round">
      <path stroke-width="112" stroke-linecap="butt" d={`M${from} 260h300`} />
      <path stroke-width="112" d="M360 260h20" />
      <path stroke-width="96" d="M370 262h250" />
      <path stroke-width="34" d="m630 240 60-34M650 258h104M650 286h96" />
    </g>
  );
}

const Sleeve = () => <path fill="var(--indigo)" d="M0 180h96c22 0 40 14 40 34v92c0 20-18 34-40 34H0Z" />;
const Hose = () => <path fill="none" {...ink} d="M300 336c0 70 60 84 180 84h340" />;

/** The cuff stands off the arm: pull it tight. */
export function LooseCuff() {
  return (
    <Scene>
      <Hose />
      <path fill="var(--sun)" {...ink} d="M200 128h190v264H200c-30 0-44-60-44-132s14-132 44-132Z" />
      <ellipse cx="390" cy="260" rx="46" ry="132" fill="var(--sand-2)" {...ink} />
      <Arm from={380} />
      <Sleeve />
      <path {...arrow} d="M290 20v74M262 68l28 28 28-28" />
      <path {...arrow} d="M520 150l-56 22M494 180l-34-8 16-32M520 378l-56-22M494 348l-34 8 16 32" />
    </Scene>
  );
}

/** The free hand pulls the cuff's end away: it opens. */
export function OpenCuff() {
  return (
    <Scene>
      <Hose />
      <Arm />
      <Sleeve />
      <path fill="var(--sun)" {...ink} d="M210 184h180v152H210a24 24 0 0 1-24-24V208a24 24 0 0 1 24-24Z" />
      <path fill="var(--sand-2)" {...ink} d="M390 336V184c60-8 110-50 150-108l74 50c-40 86-120 190-224 210Z" />
      <g fill="none" stroke="var(--skin)" stroke-linecap="round" stroke-linejoin="round">
        <path stroke-width="70" d="m800-10-120 70" />
        <path stroke-width="32" d="m680 60-96 16M676 84l-84 32M690 34l-80 8" />
      </g>
      <path stroke="var(--indigo)" stroke-width="92" d="m850-40-46 28" />
      <path {...arrow} d="M452 126c14-44 40-76 78-94M492 26l40 4-10 40" />
    </Scene>
  );
}

/** The arm moves up and down: keep it still. */
export function MovingArm() {
  return (
    <Scene>
      <Hose />
      <Arm />
      <Sleeve />
      <rect x="196" y="184" width="190" height="152" rx="24" fill="var(--sun)" {...ink} />
      <g fill="none" stroke="var(--danger)" stroke-width="12" stroke-linecap="round" stroke-dasharray="2 26">
        <path d="M470 164q120-70 250-60M470 124q120-70 250-60M500 360q120 50 240 30M500 398q120 50 240 30" />
      </g>
    </Scene>
  );
}

/** The air leaves the cuff. */
export function EmptyCuff() {
  return (
    <Scene>
      <Hose />
      <Arm />
      <Sleeve />
      <rect x="196" y="184" width="190" height="152" rx="24" fill="var(--sun)" {...ink} />
      <path {...arrow} d="M220 160v-90M192 98l28-28 28 28M291 160V50M263 78l28-28 28 28M362 160v-90M334 98l28-28 28 28" />
    </Scene>
  );
}

/** The arm is out, the cuff lies on the table. */
export function FreeArm() {
  return (
    <Scene>
      <path stroke="var(--sand-3)" stroke-width="22" stroke-linecap="round" d="M20 424h780" />
      <g transform="translate(0 -96)">
        <Arm />
        <Sleeve />
      </g>
      <path fill="none" {...ink} d="M570 372c80 40 120 34 240 34" />
      <path fill="var(--sun)" {...ink} d="M330 330h210a30 30 0 0 1 30 30v50H300v-50a30 30 0 0 1 30-30Z" />
      <path fill="none" {...ink} d="M300 380h270" />
      <path {...arrow} stroke="var(--ok)" d="m640 320 26 26 54-62" />
    </Scene>
  );
}
