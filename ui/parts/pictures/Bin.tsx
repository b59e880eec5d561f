/** A recycling bin as it stands: one act each. An open door is what to attend to. The edges may cut what comes from outside. */
import type { ComponentChildren } from 'preact';
import { Hand } from './Finger.tsx';

const ink = { stroke: 'var(--ink)', 'stroke-width': 8, 'stroke-linejoin': 'round', 'stroke-linecap': 'round' } as const;
const arrow = {
  fill: 'none',
  stroke: 'var(--indigo)',
  'stroke-width': 20,
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
} as const;
const alarming = { ...arrow, stroke: 'var(--danger)' } as const;

interface BinProps {
  /** The sign of what it takes, drawn on its front. */
  readonly takes?: ComponentChildren;
}

function Scene({ children }: { readonly children: ComponentChildren }) {
  return (
    <svg viewBox="96 24 580 432" aria-hidden="true">
      {children}
    </svg>
  );
}

interface SignProps {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly children: ComponentChildren;
}

const Sign = ({ x, y, size, children }: SignProps) => (
  <svg x={x} y={y} width={size} height={size} viewBox="0 0 96 96" style={{ color: 'var(--indigo)' }} aria-hidden="true">
    {children}
  </svg>
);

function Box({ takes }: BinProps) {
  return (
    <>
      <rect x="236" y="104" width="300" height="336" rx="26" fill="var(--surface)" {...ink} />
      {takes && (
        <Sign x={316} y={290} size={140}>
          {takes}
        </Sign>
      )}
    </>
  );
}

const Hole = () => <rect x="276" y="148" width="220" height="124" rx="14" fill="var(--ink)" {...ink} />;
const Flap = () => <path fill="var(--sun)" {...ink} d="M276 148h220l40-104H236Z" />;
const Lowered = () => <path fill="var(--sun)" {...ink} d="M276 148h220v56H276Z" />;
const Shut = () => (
  <>
    <rect x="276" y="148" width="220" height="124" rx="14" fill="var(--sand-2)" {...ink} />
    <path {...ink} fill="none" d="M346 246h80" />
  </>
);
const Cross = () => <path {...alarming} d="m570 160 84 84M654 160l-84 84" />;

/** What is brought, made ready: flattened, or as it is. */
export function MadeReady({ takes, pressed }: Required<BinProps> & { readonly pressed: boolean }) {
  return (
    <Scene>
      <Sign x={246} y={100} size={280}>
        {takes}
      </Sign>
      {pressed ? (
        <path {...arrow} d="M116 240h96M172 196l44 44-44 44M656 240h-96M600 196l-44 44 44 44" />
      ) : (
        <path {...arrow} stroke="var(--ok)" d="m568 226 34 34 56-72" />
      )}
    </Scene>
  );
}

/** The door goes up. */
export function DoorOpens({ takes }: BinProps) {
  return (
    <Scene>
      <Box takes={takes} />
      <Hole />
      <Flap />
      <path {...arrow} d="M616 250V80M570 126l46-46 46 46" />
    </Scene>
  );
}

/** Into the open door. */
export function PutIn({ takes }: BinProps) {
  return (
    <Scene>
      <Box takes={takes} />
      <Hole />
      <Flap />
      {takes && (
        <Sign x={98} y={146} size={126}>
          {takes}
        </Sign>
      )}
      <path {...arrow} stroke="var(--sun)" d="M298 210h110M364 166l44 44-44 44" />
    </Scene>
  );
}

/** The door comes down. */
export function DoorCloses({ takes }: BinProps) {
  return (
    <Scene>
      <Box takes={takes} />
      <Hole />
      <Lowered />
      <path {...arrow} d="M616 90v170M570 214l46 46 46-46" />
    </Scene>
  );
}

const InOpening = () => (
  <Hand
    limbs={[
      [76, 'M-90 372 212 266'],
      [32, 'M216 246 352 214'],
      [32, 'M222 268 366 240'],
      [30, 'M224 292 350 266'],
      [32, 'M206 240 256 196'],
    ]}
  />
);

/** Out of the opening, and away. */
export function HandAway() {
  return (
    <Scene>
      <Box />
      <Hole />
      <path fill="var(--sun)" {...ink} d="M276 148h220v34H276Z" />
      <InOpening />
      <path {...alarming} d="M216 122 118 154M148 96l-32 58 62 24" />
    </Scene>
  );
}

/** The door stands where it is, and no hand belongs there. */
export function NoHand() {
  return (
    <Scene>
      <Box />
      <Hole />
      <Lowered />
      <g transform="translate(-84 24)">
        <InOpening />
      </g>
      <path {...alarming} d="m134 226 130 130M264 226 134 356" />
    </Scene>
  );
}

/** It stands on its scale, whose hand moves. `unsteady`: and does not come to rest. */
export function OnScale({ takes, unsteady = false }: BinProps & { readonly unsteady?: boolean }) {
  return (
    <Scene>
      <g transform="translate(-70 -50)">
        <Box takes={takes} />
        <Shut />
        {unsteady && <path {...alarming} d="M206 200q-26 40 0 80M566 200q26 40 0 80" />}
      </g>
      <path fill="var(--sand-3)" {...ink} d="M120 396h532v40H120Z" />
      <path {...ink} d="M580 396v-70" />
      <circle cx="580" cy="258" r="72" fill="var(--surface)" {...ink} />
      <path {...ink} fill="none" d="M580 202v14M524 258h14M622 258h14" />
      <path stroke="var(--indigo)" stroke-width="14" stroke-linecap="round" d="m580 258 34-36" />
    </Scene>
  );
}

/** All is well: closed, weighed, noted. */
export function Weighed({ takes }: BinProps) {
  return (
    <Scene>
      <Box takes={takes} />
      <Shut />
      <path {...arrow} stroke="var(--ok)" stroke-width="26" d="m566 210 36 38 62-86" />
    </Scene>
  );
}

/** The heap reaches its top. */
export function FullBin() {
  return (
    <Scene>
      <rect x="236" y="104" width="300" height="336" rx="26" fill="var(--surface)" {...ink} />
      <path
        fill="var(--sand-2)"
        d="M242 150q40-34 74-6 40-44 82-4 40-34 70 4 34-24 62 2v264a20 20 0 0 1-20 20H262a20 20 0 0 1-20-20Z"
      />
      <path
        stroke="var(--sand-3)"
        stroke-width="12"
        stroke-linecap="round"
        fill="none"
        d="M290 220h60M410 200h70M330 290h90M450 320h50M280 360h70M400 390h80"
      />
      <rect x="236" y="104" width="300" height="336" rx="26" fill="none" {...ink} />
      <path stroke="var(--danger)" stroke-width="20" stroke-linecap="round" d="M186 116h400" />
    </Scene>
  );
}

/** Closed, and it stays so. */
export function ShutBin() {
  return (
    <Scene>
      <Box />
      <Shut />
      <Cross />
    </Scene>
  );
}

/** Soon it is free. */
export function BusyBin() {
  return (
    <Scene>
      <Box />
      <Shut />
      <circle cx="610" cy="210" r="52" fill="var(--tint)" stroke="var(--indigo)" stroke-width="12" />
      <path {...arrow} stroke-width="12" d="M610 178v32l22 18" />
    </Scene>
  );
}

/** It stands half open. */
export function HalfOpen() {
  return (
    <Scene>
      <Box />
      <Hole />
      <Lowered />
      <Cross />
    </Scene>
  );
}

const Bag = () => (
  <>
    <path fill="var(--sand-3)" {...ink} d="M0 40a44 30 0 0 1 88 0l16 84a20 20 0 0 1-20 22H4a20 20 0 0 1-20-22Z" />
    <path {...ink} fill="none" d="M20 28q24-46 48 0" />
  </>
);

/** Two lighter loads instead of one. */
export function TwoGoes() {
  return (
    <Scene>
      <Box />
      <Shut />
      <g transform="translate(116 70)">
        <Bag />
      </g>
      <g transform="translate(116 288)">
        <Bag />
      </g>
    </Scene>
  );
}
