/** A fingertip, close up: the prick, then the drop. The picture's edges cut the hand, so that it comes from outside. */
const ink = { stroke: 'var(--ink)', 'stroke-width': 8, 'stroke-linejoin': 'round', 'stroke-linecap': 'round' } as const;

/** Finger, palm or forearm: a stroke of skin with an edge, so that it is told from the skin behind it. */
export function Limb({ d, width }: { readonly d: string; readonly width: number }) {
  return (
    <g fill="none" stroke-linecap="round" stroke-linejoin="round">
      <path stroke="var(--sand-3)" stroke-width={width + 10} d={d} />
      <path stroke="var(--skin)" stroke-width={width} d={d} />
    </g>
  );
}

/** The lancet touches the side of the fingertip, not its middle. */
export function PrickFinger() {
  return (
    <svg viewBox="0 0 772 470" aria-hidden="true">
      <Limb width={112} d="M724 900V400" />
      <Limb width={116} d="M616 900V356" />
      <Limb width={118} d="M508 900V330" />
      <Limb width={126} d="M392 900V116" />
      <path
        fill="var(--danger-ground)"
        stroke="var(--sand-3)"
        stroke-width="6"
        d="M354 170v-60a38 44 0 0 1 76 0v60q-38 18-76 0Z"
      />
      <path
        fill="none"
        stroke="var(--sand-3)"
        stroke-width="6"
        stroke-linecap="round"
        d="M364 290q28 10 56 0M364 310q28 10 56 0"
      />
      <Limb width={110} d="M260 900q-20-300 60-440" />
      <rect x="-40" y="96" width="248" height="88" rx="24" fill="var(--sun)" {...ink} />
      <path fill="var(--surface)" {...ink} d="m208 112 62 14v28l-62 14Z" />
      <path stroke="var(--ink)" stroke-width="6" stroke-linecap="round" d="M274 140h40" />
      <circle cx="336" cy="140" r="12" fill="var(--danger)" />
    </svg>
  );
}

/** The drop is held to the strip's edge; the meter drinks it. */
export function DropOnFinger() {
  return (
    <svg viewBox="0 0 772 470" aria-hidden="true">
      <rect x="210" y="190" width="200" height="72" rx="10" fill="var(--sun)" {...ink} />
      <rect x="-30" y="90" width="250" height="272" rx="34" fill="var(--surface)" {...ink} />
      <rect x="16" y="130" width="158" height="112" rx="12" fill="var(--tint)" />
      <path stroke="var(--indigo)" stroke-width="12" stroke-linecap="round" d="M46 168h70M46 200h98" />
      <circle cx="95" cy="302" r="24" fill="none" {...ink} />
      <Limb width={108} d="M1400 460H664" />
      <Limb width={112} d="M1400 356H616" />
      <Limb width={120} d="M1400 240H516" />
      <path fill="none" stroke="var(--sand-3)" stroke-width="6" stroke-linecap="round" d="M470 214q30-30 84-32" />
      <path
        fill="var(--danger)"
        stroke="var(--surface)"
        stroke-width="6"
        d="M404 226c20-26 44-28 62-18 14 20 14 30 0 50-20 8-42 0-62-32Z"
      />
    </svg>
  );
}
