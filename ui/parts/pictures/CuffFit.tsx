import { Limb } from './Finger.tsx';

const ink = { stroke: 'var(--ink)', 'stroke-width': 8, 'stroke-linejoin': 'round', 'stroke-linecap': 'round' } as const;

/** It fits when two fingers go under it. */
export function CuffFit() {
  return (
    <svg viewBox="24 0 772 470" aria-hidden="true">
      <path stroke="var(--skin)" stroke-width="170" d="M-600 280H1400" />
      <path fill="none" {...ink} d="M300 360c0 50 8 80 24 220" />
      <path stroke="var(--indigo)" stroke-width="150" stroke-linecap="round" d="m900-50 100-80" />
      <Limb width={110} d="M1100-150 780 70" />
      <Limb width={50} d="M790 60q-60 90-130 110" />
      <Limb width={50} d="M770 70C690 140 620 230 460 238" />
      <Limb width={50} d="M790 100C720 200 640 290 460 296" />
      <rect x="190" y="178" width="320" height="204" rx="26" fill="var(--sun)" {...ink} />
      <path
        fill="none"
        stroke="var(--danger)"
        stroke-width="8"
        stroke-linecap="round"
        stroke-dasharray="10 18"
        d="M506 210h-60a28 28 0 0 0 0 56h60M506 270h-60a28 28 0 0 0 0 56h60"
      />
    </svg>
  );
}
