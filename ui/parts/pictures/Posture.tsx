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

/** So near that the person sits on it and leans against it. */
function NearChair() {
  return (
    <g transform="translate(36 -12)">
      <Chair of={EVERYDAY} />
    </g>
  );
}

function BackAgainstChair() {
  return (
    <svg viewBox="100 20 780 680" aria-hidden="true">
      <NearChair />
      <g fill="none" stroke-linecap="round">
        <path stroke="var(--ink)" stroke-width="48" d="m402 190 10 284" />
        <path stroke="var(--sun)" stroke-width="34" d="m402 190 10 284" />
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
    <svg viewBox="0 -40 830 540" aria-hidden="true">
      <path stroke="var(--sand-3)" stroke-width="22" stroke-linecap="round" d="M238 130v306M592 130v306" />
      <rect x="206" y="106" width="418" height="44" rx="20" fill="var(--sand-3)" />
      <path fill="var(--cloth-2)" d="M288 40h254l8 96c0 20-8 30-20 30H300c-12 0-20-10-20-30Z" />
      <path fill="var(--indigo)" d="M308-600h214l22 610c2 40-14 52-40 52H326c-26 0-42-12-40-52Z" />
      <path stroke="var(--cloth)" stroke-width="110" stroke-linecap="round" d="M336 158v220M494 158v220" />
      <g fill="none" stroke-linecap="round" stroke-linejoin="round">
        <path stroke="var(--skin)" stroke-width="52" d="M252-60v50l64 104M578-60v50l-64 104" />
        <path stroke="var(--skin)" stroke-width="46" d="m318 96 14 40M512 96l-14 40" />
        <path stroke="var(--indigo-cloth)" stroke-width="66" d="M262-300l-12 250M568-300l12 250" />
      </g>
      <rect x="220" y="440" width="390" height="40" rx="14" fill="var(--sun)" {...ink} />
      <path
        fill="var(--ink)"
        d="M274 440v-24c0-40 24-66 62-66s62 26 62 66v24ZM432 440v-24c0-40 24-66 62-66s62 26 62 66v24Z"
      />
      <path {...arrow} d="M150 250v150M112 362l38 38 38-38M680 250v150M642 362l38 38 38-38" />
    </svg>
  );
}

function BareUpperArm() {
  return (
    <svg viewBox="260 10 640 392" aria-hidden="true">
      <NearChair />
      <Body of={EVERYDAY} />
      <Head of={EVERYDAY} />
      <path stroke="var(--sand-3)" stroke-width="22" stroke-linecap="round" d="M640 392h800" />
      <g {...skin}>
        <path stroke-width="62" d="M502 250 584 334q16 16 46 16h180" />
        <path stroke-width="26" d="m810 336 40-22" />
        <path stroke-width="28" d="M830 340h40M830 360h44" />
      </g>
      <path stroke="var(--indigo-cloth)" stroke-width="44" stroke-linecap="round" d="m472 254 46-42" />
      <g fill="none" transform="rotate(45 554 302)">
        <rect x="510" y="263" width="88" height="78" rx="14" stroke="var(--surface)" stroke-width="16" />
        <rect {...dashes} x="510" y="263" width="88" height="78" rx="14" />
      </g>
    </svg>
  );
}

/** From above: the open hand, the fingers a little apart. */
function PalmUp() {
  return (
    <svg viewBox="24 0 772 470" aria-hidden="true">
      <g {...skin}>
        <path stroke-width="124" d="M-600 250H300" />
        <path stroke-width="60" d="M350 206q40-30 62-104" />
        <path stroke-width="54" d="m480 190 124-40" />
        <path stroke-width="56" d="m490 232 154-14" />
        <path stroke-width="54" d="m490 276 140 14" />
        <path stroke-width="46" d="m476 314 106 38" />
      </g>
      <path
        fill="var(--skin)"
        d="M280 188c60-10 90-30 150-34 50-2 76 20 84 50 8 40 2 80-8 110-14 32-50 36-90 30-50-6-80-22-136-32Z"
      />
      <path
        {...skin}
        stroke="var(--line)"
        stroke-width="8"
        d="M436 184q-66 12-92 88M452 204q-12 62-66 88M486 222q-2 56-38 90"
      />
      <rect x="-100" y="156" width="230" height="188" rx="24" fill="var(--sun)" {...ink} />
    </svg>
  );
}

function NoTalking() {
  return (
    <svg viewBox="350 6 610 378" aria-hidden="true">
      <NearChair />
      <Body of={EVERYDAY} />
      <Head of={EVERYDAY} />
      <ArmInLap />
      <path
        fill="var(--surface)"
        {...ink}
        d="M670 60h150a30 30 0 0 1 30 30v84a30 30 0 0 1-30 30H670a30 30 0 0 1-30-30v-6l-50-10 50-34V90a30 30 0 0 1 30-30Z"
      />
      <path stroke="var(--indigo)" stroke-width="14" stroke-linecap="round" d="M684 112h122M684 152h78" />
      <path stroke="var(--surface)" stroke-width="40" d="m640 230 210-196" />
      <path stroke="var(--danger)" stroke-width="20" stroke-linecap="round" d="m640 230 210-196" />
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
    <svg viewBox="190 20 780 680" aria-hidden="true">
      <NearChair />
      <Body of={EVERYDAY} />
      <Head of={EVERYDAY} />
      <path fill="none" stroke="var(--ink)" stroke-width="6" stroke-linecap="round" d="M521 108q9 8 18 0" />
      <ArmInLap />
    </svg>
  );
}
