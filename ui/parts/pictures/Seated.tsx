import { Body, Chair, EVERYDAY, Head, ON_RED } from './Person.tsx';

/** At a table, the arm in the cuff at the height of the heart. */
export function SeatedWithCuff() {
  return (
    <svg viewBox="220 20 830 680" aria-hidden="true">
      <Chair of={EVERYDAY} />
      <g stroke="var(--sand-3)" stroke-width="22" stroke-linecap="round">
        <path d="M604 377h401M966 385v287" />
      </g>
      <Body of={EVERYDAY} />
      <Head of={EVERYDAY} />
      <g fill="none" stroke="var(--skin)" stroke-linecap="round" stroke-linejoin="round">
        <path stroke-width="56" d="M516 268q10 68 56 68h206" />
        <path stroke-width="24" d="m764 326 38-20" />
        <path stroke-width="26" d="M786 328h38M786 346h42" />
      </g>
      <path fill="var(--indigo-cloth)" d="M459 235c0-30 20-38 42-37 26 2 42 20 46 55l-47 38c-30-15-41-34-41-56Z" />
      <path fill="none" stroke="var(--ink)" stroke-width="7" d="M560 265c60-102 182-102 296-28" />
      <rect
        x="496"
        y="264"
        width="72"
        height="64"
        rx="14"
        transform="rotate(-28 531 295)"
        fill="var(--sun)"
        stroke="var(--ink)"
        stroke-width="7"
      />
      <rect
        x="854"
        y="222"
        width="146"
        height="142"
        rx="16"
        fill="var(--surface)"
        stroke="var(--ink)"
        stroke-width="8"
      />
      <path stroke="var(--indigo)" stroke-width="10" stroke-linecap="round" d="M896 270h58M896 302h34" />
      <path
        fill="var(--surface)"
        stroke="var(--danger)"
        stroke-width="6"
        d="M462 306c-20-14-27-25-27-34a13 13 0 0 1 27-3 13 13 0 0 1 27 3c0 9-7 20-27 34Z"
      />
      <path stroke="var(--danger)" stroke-width="6" stroke-dasharray="7 14" d="M506 295h340" />
    </svg>
  );
}

/** Sitting still, hands in the lap. */
export function SeatedOnRed() {
  return (
    <svg viewBox="240 20 640 680" aria-hidden="true">
      <Chair of={ON_RED} />
      <Body of={ON_RED} />
      <Head of={ON_RED} />
      <g fill="none" stroke={ON_RED.skin} stroke-linecap="round">
        <path stroke-width="50" d="m520 340 20 22 90 30" />
        <path stroke-width="30" d="M640 398h34" />
      </g>
      <path fill="none" stroke={ON_RED.sleeve} stroke-width="62" stroke-linecap="round" d="m506 250 14 80" />
    </svg>
  );
}
