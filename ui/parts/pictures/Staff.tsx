/** A member of staff on the telephone, in a box of 480 × 400. */
export function Staff() {
  return (
    <svg viewBox="0 0 480 400" aria-hidden="true">
      <path fill="var(--indigo)" d="M60 420c0-110 70-166 180-166s180 56 180 166Z" />
      <path fill="var(--surface)" d="m186 260 54 64 54-64-26-14h-56Z" />
      <path fill="var(--skin)" d="M204 190h72v66c-12 34-60 34-72 0Z" />
      <ellipse cx="240" cy="144" rx="82" ry="92" fill="var(--skin)" />
      <path
        fill="var(--ink)"
        d="M152 156c-8-80 32-126 90-126s98 46 88 126c-16-10-26-34-32-58-36 20-84 22-116 10-4 20-14 38-30 48Z"
      />
      <g fill="none" stroke="var(--ink)" stroke-width="7" stroke-linecap="round">
        <path d="M214 204q26 16 52 0" />
        <circle cx="208" cy="152" r="24" />
        <circle cx="272" cy="152" r="24" />
        <path d="M232 150q8-6 16 0" />
      </g>
      <rect x="166" y="336" width="70" height="46" rx="8" fill="var(--surface)" />
      <path stroke="var(--indigo)" stroke-width="8" stroke-linecap="round" d="M182 352h38M182 366h22" />
      <path fill="none" stroke="var(--indigo)" stroke-width="68" stroke-linecap="round" d="M378 400q30-50 16-96" />
      <path fill="none" stroke="var(--skin)" stroke-width="46" stroke-linecap="round" d="M388 282q-8-40-34-84" />
      <g fill="none" stroke-linecap="round" stroke-linejoin="round">
        <path stroke="var(--ink)" stroke-width="44" d="M318 110c40 30 40 90 0 122" />
        <path stroke="var(--sun)" stroke-width="28" d="M318 110c40 30 40 90 0 122" />
      </g>
      <path
        fill="none"
        stroke="var(--skin)"
        stroke-width="24"
        stroke-linecap="round"
        d="M366 168q-30-4-36 4M368 194q-32-2-38 6"
      />
    </svg>
  );
}
