/** Strip, drop and weather, close up: one act each. */
const ink = { stroke: 'var(--ink)', 'stroke-width': 8, 'stroke-linejoin': 'round', 'stroke-linecap': 'round' } as const;

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

/** The drop on the fingertip meets the strip's edge. */
export function DropToStrip() {
  return (
    <svg viewBox="0 0 470 400" aria-hidden="true">
      <g transform="translate(-96 -60)">
        <rect x="204" y="200" width="62" height="146" rx="10" fill="var(--sun)" {...ink} />
        <Meter />
      </g>
      <g fill="none" stroke="var(--skin)" stroke-linecap="round">
        <path stroke-width="76" d="M520 342H238" />
        <path stroke-width="64" d="M520 402H344" />
      </g>
      <path fill="none" stroke="var(--sand-3)" stroke-width="6" stroke-linecap="round" d="M236 312q-22 30 0 60" />
      <path
        fill="var(--danger)"
        stroke="var(--surface)"
        stroke-width="5"
        d="M176 262c16 18 32 34 32 54a30 30 0 0 1-60 0c0-20 12-36 28-54Z"
      />
    </svg>
  );
}

/** Its plug goes into the meter, from below. */
export function MeterOnCable() {
  return (
    <svg viewBox="0 0 470 400" aria-hidden="true">
      <path fill="none" stroke="var(--ink)" stroke-width="14" stroke-linecap="round" d="M235 330v24q0 32-34 32H60" />
      <rect x="204" y="262" width="62" height="72" rx="12" fill="var(--sun)" {...ink} />
      <path stroke="var(--ink)" stroke-width="7" d="M222 262v-16M248 262v-16" />
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

/** The meter's own thermometer says no. */
export function Thermometer() {
  return (
    <svg viewBox="0 0 470 400" aria-hidden="true">
      <path fill="var(--surface)" {...ink} d="M196 60a39 39 0 0 1 78 0v190a72 72 0 1 1-78 0Z" />
      <circle cx="235" cy="312" r="44" fill="var(--sun)" />
      <path stroke="var(--sun)" stroke-width="34" stroke-linecap="round" d="M235 312V120" />
      <path
        stroke="var(--ink)"
        stroke-width="7"
        stroke-linecap="round"
        d="M300 70h40M300 120h26M300 170h40M300 220h26"
      />
    </svg>
  );
}
