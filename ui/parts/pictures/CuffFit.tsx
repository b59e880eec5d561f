import { Hand } from './Finger.tsx';

const ink = { stroke: 'var(--ink)', 'stroke-width': 8, 'stroke-linejoin': 'round', 'stroke-linecap': 'round' } as const;

/** It fits when two fingers go under it. */
export function CuffFit() {
  return (
    <svg viewBox="24 0 772 470" aria-hidden="true">
      <path stroke="var(--skin)" stroke-width="180" d="M-600 290H1400" />
      <path fill="none" {...ink} d="M240 380c0 50 8 80 24 260" />
      <Hand
        limbs={[
          [130, 'M1010-87 740 74'],
          [110, 'M744 70 716 132'],
          [64, 'M690 100C610 190 540 240 400 244'],
          [64, 'M716 150C640 256 560 306 400 308'],
          [54, 'M744 62C620 50 540 80 490 118'],
          [60, 'M712 130C620 220 560 270 420 276'],
        ]}
        lines="M676 170C610 240 550 274 430 276"
      />
      <rect x="130" y="182" width="320" height="216" rx="26" fill="var(--sun)" {...ink} />
      <path
        fill="none"
        stroke="var(--danger)"
        stroke-width="8"
        stroke-linecap="round"
        stroke-dasharray="10 18"
        d="M444 212h-62a32 32 0 0 0 0 64h62M382 276a32 32 0 0 0 0 64h62"
      />
    </svg>
  );
}
