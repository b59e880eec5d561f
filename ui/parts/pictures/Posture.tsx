/** How to sit for a good measurement: the same woman in every picture, one thing to attend to in each. */
import { Body, Chair, EVERYDAY, Head } from './Person.tsx';
import { SeatedWithCuff } from './Seated.tsx';

const ink = { stroke: 'var(--ink)', 'stroke-width': 7, 'stroke-linejoin': 'round', 'stroke-linecap': 'round' } as const;
const skin = {
  fill: 'none',
  stroke: 'var(--skin)',
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
} as const;
const dashes = {
  fill: 'none',
  stroke: 'var(--danger)',
  'stroke-width': 8,
  'stroke-linecap': 'round',
  'stroke-dasharray': '10 18',
} as const;
const arrow = {
  fill: 'none',
  stroke: 'var(--indigo)',
  'stroke-width': 14,
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
} as const;

/** The near arm, its hand in the lap. */
function ArmInLap() {
  return (
    <g>
      <g {...skin}>
        <path stroke-width="50" d="M520 336q4 26 34 36l76 22" />
        <path stroke-width="30" d="M640 398h34" />
      </g>
      <path fill="none" stroke={EVERYDAY.sleeve} stroke-width="62" stroke-linecap="round" d="m506 250 14 80" />
    </g>
  );
}

/** So near that the back leans against it. */
function NearChair() {
  return (
    <g transform="translate(36 0)">
      <Chair of={EVERYDAY} />
    </g>
  );
}

function BackAgainstChair() {
  return (
    <svg viewBox="100 20 780 680" aria-hidden="true">
      <NearChair />
      <g fill="none" stroke-linecap="round">
        <path stroke="var(--ink)" stroke-width="48" d="m402 196 10 290" />
        <path stroke="var(--sun)" stroke-width="34" d="m402 196 10 290" />
      </g>
      <Body of={EVERYDAY} />
      <Head of={EVERYDAY} />
      <ArmInLap />
      <path {...arrow} d="M740 270H600M640 230l-40 40 40 40" />
    </svg>
  );
}

/** From the front: two feet side by side, both soles on the floor. */
function FeetFlat() {
  return (
    <svg viewBox="0 0 830 520" aria-hidden="true">
      <path stroke="var(--sand-3)" stroke-width="22" stroke-linecap="round" d="M238 130v306M592 130v306" />
      <rect x="206" y="96" width="418" height="44" rx="20" fill="var(--sand-3)" />
      <path fill="var(--indigo)" d="M296-600h238l20 690c2 30-14 50-40 50H316c-26 0-42-20-40-50Z" />
      <g fill="none" stroke-linecap="round">
        <path stroke="var(--cloth-2)" stroke-width="104" d="m368 110-24 56M462 110l24 56" />
        <path stroke="var(--cloth)" stroke-width="104" d="M340 176v200M490 176v200" />
      </g>
      <rect x="220" y="440" width="390" height="40" rx="14" fill="var(--sun)" {...ink} />
      <path
        fill="var(--ink)"
        d="M276 440v-24c0-40 24-66 60-66s62 26 62 66v24ZM432 440v-24c0-40 26-66 62-66s60 26 60 66v24Z"
      />
      <path {...arrow} d="M150 250v150M112 362l38 38 38-38M680 250v150M642 362l38 38 38-38" />
    </svg>
  );
}

function BareUpperArm() {
  return (
    <svg viewBox="300 10 640 400" aria-hidden="true">
      <Body of={EVERYDAY} />
      <Head of={EVERYDAY} />
      <path stroke="var(--sand-3)" stroke-width="22" stroke-linecap="round" d="M620 390h800" />
      <g {...skin}>
        <path stroke-width="62" d="M504 250q6 98 90 98h210" />
        <path stroke-width="26" d="m800 334 40-22" />
        <path stroke-width="28" d="M820 338h40M820 358h44" />
      </g>
      <path fill="none" stroke="var(--indigo-cloth)" stroke-width="40" stroke-linecap="round" d="m472 236 58-10" />
      <g fill="none" transform="rotate(-16 512 300)">
        <rect x="464" y="264" width="98" height="66" rx="14" stroke="var(--surface)" stroke-width="16" />
        <rect {...dashes} x="464" y="264" width="98" height="66" rx="14" />
      </g>
    </svg>
  );
}

/** From above: the open hand, the fingers a little apart. */
function PalmUp() {
  return (
    <svg viewBox="24 0 772 470" aria-hidden="true">
      <g {...skin}>
        <path stroke-width="120" d="M-600 250H300" />
        <path stroke-width="56" d="M350 200q40-30 66-110" />
        <path stroke-width="46" d="m480 190 128-34" />
        <path stroke-width="48" d="m490 230 156-12" />
        <path stroke-width="46" d="m490 272 142 12" />
        <path stroke-width="40" d="m476 310 112 34" />
      </g>
      <path
        fill="var(--skin)"
        d="M280 190c60-10 90-30 150-34 50-2 76 20 84 50 8 40 2 80-8 104-14 32-50 34-90 28-50-6-80-20-136-28Z"
      />
      <path
        {...skin}
        stroke="var(--sand-3)"
        stroke-width="7"
        d="M366 190c60 20 72 60 54 120M470 190c-30 24-60 30-96 26M484 232c-30 20-60 26-84 22"
      />
      <rect x="-100" y="160" width="230" height="180" rx="24" fill="var(--sun)" {...ink} />
    </svg>
  );
}

function NoTalking() {
  return (
    <svg viewBox="350 6 610 378" aria-hidden="true">
      <Body of={EVERYDAY} />
      <Head of={EVERYDAY} />
      <ArmInLap />
      <path
        fill="var(--surface)"
        {...ink}
        d="M670 60h140a30 30 0 0 1 30 30v84a30 30 0 0 1-30 30H670a30 30 0 0 1-30-30v-6l-50-10 50-34V90a30 30 0 0 1 30-30Z"
      />
      <path stroke="var(--ink)" stroke-width="22" stroke-linecap="round" d="M690 132h.1M740 132h.1M790 132h.1" />
      <path stroke="var(--surface)" stroke-width="36" d="M632 230 850 34" />
      <path stroke="var(--danger)" stroke-width="18" stroke-linecap="round" d="M632 230 850 34" />
    </svg>
  );
}

const STEPS = {
  1: BackAgainstChair,
  2: FeetFlat,
  3: BareUpperArm,
  4: SeatedWithCuff,
  5: PalmUp,
  6: NoTalking,
} as const;

/** 1 back against the chair; 2 feet flat; 3 upper arm bare; 4 cuff at the heart's height; 5 palm up; 6 no talking. */
export function Posture({ step }: { readonly step: keyof typeof STEPS }) {
  const Picture = STEPS[step];
  return <Picture />;
}

/** Waiting: back against the chair, hands in the lap, eyes resting. */
export function RestingQuietly() {
  return (
    <svg viewBox="100 20 780 680" aria-hidden="true">
      <NearChair />
      <Body of={EVERYDAY} />
      <Head of={EVERYDAY} />
      <path fill="none" stroke="var(--ink)" stroke-width="6" stroke-linecap="round" d="M521 108q9 8 18 0" />
      <ArmInLap />
    </svg>
  );
}
