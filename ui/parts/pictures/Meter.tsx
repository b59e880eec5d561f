/** Strip and drop, close up, in a box of 470 × 400: one act each. */
const ink = { stroke: 'var(--ink)', 'stroke-width': 8, 'stroke-linejoin': 'round' } as const;

function Meter() {
  return (
    <g>
      <rect x="130" y="16" width="210" height="220" rx="30" fill="var(--surface)" {...ink} />
      <rect x="164" y="50" width="142" height="92" rx="12" fill="var(--tint)" />
      <path stroke="var(--indigo)" stroke-width="12" stroke-linecap="round" d="M190 84h62M190 112h90" />
      <circle cx="235" cy="186" r="20" fill="none" {...ink} />
    </g>
  );
}

/** A new strip goes into the meter. */
export function StripIntoMeter() {
  return (
    <svg viewBox="0 0 470 400" aria-hidden="true">
      <rect x="204" y="252" width="62" height="136" rx="10" fill="var(--sun)" {...ink} />
      <path stroke="var(--ink)" stroke-width="7" d="M222 268v40M248 268v40" />
      <Meter />
      <path
        fill="none"
        stroke="var(--indigo)"
        stroke-width="14"
        stroke-linecap="round"
        stroke-linejoin="round"
        d="M330 372v-92M302 308l28-28 28 28"
      />
    </svg>
  );
}

/** The drop on the finger meets the strip's edge. */
export function DropToStrip() {
  return (
    <svg viewBox="0 0 470 400" aria-hidden="true">
      <g transform="translate(-110 -86)">
        <rect x="204" y="200" width="62" height="150" rx="10" fill="var(--sun)" {...ink} />
        <Meter />
      </g>
      <g fill="none" stroke="var(--skin)" stroke-linecap="round">
        <path stroke-width="74" d="M500 350H262" />
        <path stroke-width="60" d="M500 400H360" />
      </g>
      <path fill="none" stroke="var(--sand-3)" stroke-width="6" stroke-linecap="round" d="M250 326q-14 22 0 44" />
      <path fill="var(--danger)" d="M176 270c22 18 34 34 34 50a29 29 0 0 1-58 0c0-18 8-34 24-50Z" transform="rotate(18 180 310)" />
    </svg>
  );
}
