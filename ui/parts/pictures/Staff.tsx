/** A member of staff on the telephone, in a box of 480 × 400. */
export function Staff() {
  return (
    <svg viewBox="0 0 480 400" aria-hidden="true">
      <path fill="var(--indigo)" d="M60 400c0-100 70-150 180-150s180 50 180 150Z" />
      <path fill="var(--surface)" d="m186 256 54 64 54-64-26-14h-56Z" />
      <path fill="var(--skin)" d="M204 190h72v62c-12 34-60 34-72 0Z" />
      <ellipse cx="240" cy="140" rx="84" ry="92" fill="var(--skin)" />
      <path fill="var(--ink)" d="M150 150c-6-74 34-120 92-120s98 46 90 120c-22-10-36-36-40-60-34 22-86 26-116 14-4 20-12 38-26 46Z" />
      <path fill="none" stroke="var(--ink)" stroke-width="7" stroke-linecap="round" d="M214 186q26 18 52 0" />
      <rect x="300" y="316" width="66" height="46" rx="8" fill="var(--surface)" />
      <path stroke="var(--indigo)" stroke-width="8" stroke-linecap="round" d="M314 332h38M314 346h22" />
      <g stroke="var(--ink)" stroke-width="8" stroke-linejoin="round">
        <path fill="var(--sun)" d="M318 96c30-8 48 6 50 32v60c-2 26-20 40-50 32l-6-36 18-8v-36l-18-8Z" />
      </g>
      <path fill="none" stroke="var(--skin)" stroke-width="50" stroke-linecap="round" d="M398 270q-10-50-34-92" />
      <path fill="none" stroke="var(--indigo)" stroke-width="64" stroke-linecap="round" d="M404 370q4-40-2-72" />
    </svg>
  );
}
