/** An arm and its cuff, close up: one act each. The picture's edges cut the arm, so that it comes from outside. */
import type { ComponentChildren } from 'preact';

const ink = { stroke: 'var(--ink)', 'stroke-width': 8, 'stroke-linejoin': 'round', 'stroke-linecap': 'round' } as const;
const arrow = {
  fill: 'none',
  stroke: 'var(--indigo)',
  'stroke-width': 14,
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
} as const;

function Scene({ children }: { readonly children: ComponentChildren }) {
  return (
    <svg viewBox="24 0 772 470" aria-hidden="true">
      {children}
    </svg>
  );
}

/** From the shoulder at the left to the open hand at the right, palm up. */
const Arm = (attributes: { readonly 'clip-path'?: string; readonly transform?: string }) => (
  <path
    fill="var(--skin)"
    {...attributes}
    d="M20 202h360c80 0 172 12 224 18 34 4 54-16 84-34 18-10 30 8 16 20-16 14-28 20-30 30h76c22 0 22 28 2 28h8c20 0 20 28-2 28h-10c18 2 16 26-4 26H640c-16 0-28-4-40-8-50 8-140 10-220 10H20Z"
  />
);

const Sleeve = () => <path fill="var(--indigo)" d="M0 186h112c20 0 36 14 36 32v86c0 18-16 32-36 32H0Z" />;
const Hose = () => <path fill="none" {...ink} d="M284 330c0 60 8 90 24 160" />;
const Closed = () => <rect x="186" y="182" width="196" height="156" rx="24" fill="var(--sun)" {...ink} />;

/** The cuff stands off the arm: pull it tight. */
export function LooseCuff() {
  return (
    <Scene>
      <clipPath id="out-of-the-cuff">
        <ellipse cx="390" cy="260" rx="42" ry="128" />
        <path d="M390 0h400v480H390Z" />
      </clipPath>
      <path fill="none" {...ink} d="M284 390c0 30 8 60 24 100" />
      <Sleeve />
      <path fill="var(--sun)" {...ink} d="M210 128h180v264H210c-28 0-46-60-46-132s18-132 46-132Z" />
      <ellipse cx="390" cy="260" rx="46" ry="132" fill="var(--sand-2)" {...ink} />
      <Arm clip-path="url(#out-of-the-cuff)" />
      <path {...arrow} d="M290 18v72M262 62l28 28 28-28" />
      <path {...arrow} d="M536 142l-66 26M504 186l-34-18 14-36M536 378l-66-26M504 334l-34 18 14 36" />
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
      <path fill="var(--sun)" {...ink} d="M210 182h176v156H210a24 24 0 0 1-24-24V206a24 24 0 0 1 24-24Z" />
      <path fill="var(--sand-2)" {...ink} d="M386 338V182c60-8 108-48 148-104l72 48c-40 86-116 190-220 212Z" />
      <path
        fill="var(--skin)"
        transform="translate(-30 2)"
        d="M830-38 700 40c-20 10-50 4-84 8-18 2-18 24 0 24l34-2-62 34c-16 10-4 30 12 22l16-8c-4 14 10 20 22 12l70-44c20-12 40-30 56-46l60-30Z"
      />
      <path fill="var(--indigo)" d="m676-20 56 94 70-40v-54Z" />
      <path {...arrow} d="M446 130c12-40 34-70 70-90M478 36l40 2-12 40" />
    </Scene>
  );
}

/** The arm moved: it should lie still. */
export function MovingArm() {
  const ghost = {
    fill: 'none',
    stroke: 'var(--danger)',
    'stroke-width': 10,
    'stroke-linecap': 'round',
    'stroke-dasharray': '4 24',
  } as const;
  return (
    <Scene>
      <path {...ghost} d="M400 196 640 120c40-12 90-24 104-10" />
      <path {...ghost} d="M400 150 620 78c40-12 80-18 94-8" />
      <path {...ghost} d="M400 326l240 66c40 10 84 20 100 8" />
      <Hose />
      <Arm />
      <Sleeve />
      <Closed />
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
      <Closed />
      <path {...arrow} d="M220 152V70M192 98l28-28 28 28M284 152V36M256 64l28-28 28 28M348 152V70M320 98l28-28 28 28" />
    </Scene>
  );
}

/** The arm is out, the cuff lies on the table. */
export function FreeArm() {
  return (
    <Scene>
      <path stroke="var(--sand-3)" stroke-width="22" stroke-linecap="round" d="M60 450h660" />
      <g transform="translate(0 -150)">
        <Arm />
        <Sleeve />
      </g>
      <path fill="none" {...ink} d="M480 420c60 20 160 14 320 14" />
      <path fill="var(--sun)" {...ink} d="M320 286h150v148H320c-22 0-34-34-34-74s12-74 34-74Z" />
      <ellipse cx="470" cy="360" rx="32" ry="74" fill="var(--sand-2)" {...ink} />
      <path {...arrow} stroke="var(--ok)" stroke-width="18" d="m580 330 34 34 70-82" />
    </Scene>
  );
}
