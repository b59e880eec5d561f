/** A fingertip, close up: the prick, then the drop. The picture's edges cut the hand, so that it comes from outside. */
const ink = { stroke: 'var(--ink)', 'stroke-width': 8, 'stroke-linejoin': 'round', 'stroke-linecap': 'round' } as const;

export interface HandProps {
  /** Fingers, palm, forearm: each a stroke of that width; together one shape with one edge. */
  readonly limbs: readonly (readonly [width: number, d: string])[];
  /** Where fingers lie side by side, and creases. */
  readonly lines?: string;
}

/** Skin with a thin edge, so that it is told from skin behind it. */
export function Hand({ limbs, lines }: HandProps) {
  return (
    <g fill="none" stroke-linecap="round" stroke-linejoin="round">
      <g stroke="var(--line)">
        {limbs.map(([width, d]) => (
          <path key={d} stroke-width={width + 9} d={d} />
        ))}
      </g>
      <g stroke="var(--skin)">
        {limbs.map(([width, d]) => (
          <path key={d} stroke-width={width} d={d} />
        ))}
      </g>
      {lines !== undefined && <path stroke="var(--line)" stroke-width="6" d={lines} />}
    </g>
  );
}

/** The lancet touches the side of the fingertip, not its middle. */
export function PrickFinger() {
  return (
    <svg viewBox="0 0 772 470" aria-hidden="true">
      <Hand limbs={[[112, 'M724 900V410']]} />
      <Hand limbs={[[116, 'M616 900V366']]} />
      <Hand limbs={[[118, 'M508 900V340']]} />
      <Hand limbs={[[126, 'M392 900V120']]} lines="M364 290q28 10 56 0M364 312q28 10 56 0" />
      <path
        fill="var(--danger-ground)"
        stroke="var(--line)"
        stroke-width="6"
        d="M360 172v-58a34 40 0 0 1 68 0v58q-34 16-68 0Z"
      />
      <Hand limbs={[[110, 'M250 900q-10-300 70-430']]} />
      <rect x="-600" y="96" width="836" height="92" rx="24" fill="var(--sun)" {...ink} />
      <path stroke="var(--ink)" stroke-width="8" d="M166 100v84" />
      <path fill="var(--surface)" {...ink} d="m236 114 74 14v28l-74 14Z" />
      <path stroke="var(--ink)" stroke-width="8" d="M310 142h24" />
      <circle cx="346" cy="142" r="14" fill="var(--danger)" />
    </svg>
  );
}

/** The drop is held to the strip's edge; the meter drinks it. */
export function DropOnFinger() {
  return (
    <svg viewBox="0 0 772 470" aria-hidden="true">
      <rect x="200" y="186" width="210" height="76" rx="10" fill="var(--sun)" {...ink} />
      <path stroke="var(--ink)" stroke-width="7" stroke-linecap="round" d="M236 212h56M236 236h56" />
      <rect x="-80" y="74" width="290" height="300" rx="36" fill="var(--surface)" {...ink} />
      <rect x="-40" y="118" width="206" height="120" rx="12" fill="var(--tint)" />
      <path stroke="var(--indigo)" stroke-width="12" stroke-linecap="round" d="M30 160h70M30 196h104" />
      <circle cx="84" cy="306" r="26" fill="none" {...ink} />
      <ellipse cx="444" cy="232" rx="40" ry="34" fill="var(--danger)" stroke="var(--surface)" stroke-width="6" />
      <Hand limbs={[[110, 'M1400 520 680 452']]} />
      <Hand limbs={[[114, 'M1400 420 634 350']]} />
      <Hand limbs={[[124, 'M1400 300 528 226']]} lines="M640 210q-14 24-6 56M664 212q-14 24-6 56" />
      <path
        fill="var(--danger-ground)"
        stroke="var(--line)"
        stroke-width="6"
        d="M484 192c14-18 34-28 54-26l50 4-4 24c-34-6-66-6-100-2Z"
      />
    </svg>
  );
}
