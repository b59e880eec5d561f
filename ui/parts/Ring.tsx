/** A circle in four quarters, from twelve o'clock: the clock, the seconds left, the busy sign, the mark of the house. */
import type { ComponentChildren } from 'preact';

export interface RingProps {
  /** 0 to 1, filled clockwise. */
  readonly share: number;
  readonly size: 'large' | 'small' | 'busy';
  /** `broken`: the first quarter is missing, out of order. `done`: full, with a tick. */
  readonly state?: 'running' | 'broken' | 'done';
  readonly children?: ComponentChildren;
}

const CENTRE = 100;
const STROKES = { large: 10.5, small: 13, busy: 22 } as const;
const at = (radius: number, degrees: number): string => {
  const angle = ((degrees - 90) * Math.PI) / 180;
  return `${(CENTRE + radius * Math.cos(angle)).toFixed(2)} ${(CENTRE + radius * Math.sin(angle)).toFixed(2)}`;
};
const arc = (radius: number, from: number, to: number): string =>
  `M${at(radius, from)}A${radius} ${radius} 0 0 1 ${at(radius, to)}`;

/** The quarters' arcs up to so many degrees, with a gap at 12, 3, 6 and 9. */
function arcs(radius: number, gapDegrees: number, upTo: number): string {
  const quarters = [0, 90, 180, 270].map(
    (start) => [start + gapDegrees / 2, Math.min(start + 90 - gapDegrees / 2, upTo)] as const,
  );
  return quarters.map(([from, to]) => (to > from ? arc(radius, from, to) : '')).join('');
}

export function Ring({ share, size, state = 'running', children }: RingProps) {
  const stroke = STROKES[size];
  const radius = CENTRE - stroke / 2;
  const gap = ((1.4 * stroke) / radius) * (180 / Math.PI);
  const upTo = Math.max(0, Math.min(1, share)) * 360;
  const busy = size === 'busy';
  const [x, y] = at(radius, upTo).split(' ');
  return (
    <span class={`ring ${size}`}>
      <svg viewBox="0 0 200 200" fill="none" aria-hidden="true">
        {state === 'broken' ? (
          <g stroke="var(--sand-3)" stroke-width={stroke}>
            <path d={arcs(radius, gap, 360).replace(/^M[^M]*/, '')} />
            <path
              d={arc(radius, gap / 2, 90 - gap / 2)}
              stroke="var(--line)"
              stroke-width="4"
              stroke-dasharray="2 12"
              stroke-linecap="round"
            />
          </g>
        ) : (
          <>
            <path
              d={arcs(radius, gap, 360)}
              stroke={busy ? 'currentColor' : 'var(--sand-2)'}
              stroke-width={stroke / 2}
              opacity={busy ? 0.5 : 1}
            />
            <path d={arcs(radius, gap, upTo)} stroke={busy ? 'currentColor' : 'var(--indigo)'} stroke-width={stroke} />
            {state === 'done' ? (
              <path
                d="m64 104 26 26 48-58"
                stroke="var(--ok)"
                stroke-width="15"
                stroke-linecap="round"
                stroke-linejoin="round"
              />
            ) : (
              <circle
                cx={x}
                cy={y}
                r={busy ? stroke * 0.8 : stroke * 1.15}
                fill="var(--sun)"
                stroke="var(--ink)"
                stroke-width={stroke * 0.25}
              />
            )}
          </>
        )}
      </svg>
      {children !== undefined && <span class="middle">{children}</span>}
    </span>
  );
}

/** The mark of the house: a quarter past. */
export function Logo() {
  return (
    <svg class="logo" viewBox="0 0 200 200" fill="none" aria-hidden="true">
      <path d={arc(80, 7, 83)} stroke="var(--mark, var(--indigo))" stroke-width="27" />
      <path
        d={`${arc(80, 97, 173)}${arc(80, 187, 263)}${arc(80, 277, 353)}`}
        stroke="var(--sand-3)"
        stroke-width="10"
      />
      <circle cx="180" cy="100" r="18" fill="var(--sun)" stroke="var(--ink)" stroke-width="6" />
    </svg>
  );
}
