/** One family: a box of 96, strokes of 7 with round ends, the body in a tint where there is one. */
import type { ComponentChild } from 'preact';

const body = { fill: 'var(--tint)' };

const DRAWINGS = {
  'blood-pressure': (
    <>
      <path {...body} d="M48 84C18 62 10 46 10 33a19 19 0 0 1 38-6 19 19 0 0 1 38 6c0 13-8 29-38 51Z" />
      <path d="M12 46h22l8-14 12 28 8-14h22" />
    </>
  ),
  heart: (
    <path d="M48 84C18 62 10 46 10 33a19 19 0 0 1 38-6 19 19 0 0 1 38 6c0 13-8 29-38 51Z" fill="var(--danger-ground)" />
  ),
  glucose: (
    <>
      <path {...body} d="M48 8C36 28 20 44 20 60a28 28 0 0 0 56 0C76 44 60 28 48 8Z" />
      <path d="M36 62a13 13 0 0 0 12 13" />
    </>
  ),
  recycling: (
    <>
      <path {...body} d="M20 36h56l-7 46a6 6 0 0 1-6 5H33a6 6 0 0 1-6-5Z" />
      <path d="M12 36h72M48 4v22M36 16l12 12 12-12M40 52v20M56 52v20" />
    </>
  ),
  paper: (
    <>
      <path {...body} d="M16 20h50v62H16Z" />
      <path d="M66 34h16v42a6 6 0 0 1-12 0M28 36h26M28 50h26M28 64h16" />
    </>
  ),
  bottles: (
    <>
      <path {...body} d="M38 8h20v14l10 16v44a6 6 0 0 1-6 6H34a6 6 0 0 1-6-6V38l10-16Z" />
      <path d="M36 22h24M28 50h40M28 66h40" />
    </>
  ),
  metal: (
    <>
      <path {...body} d="M22 20v58c0 6 12 10 26 10s26-4 26-10V20" />
      <ellipse cx="48" cy="20" rx="26" ry="10" />
      <path d="M44 20h12M36 50h24" />
    </>
  ),
  clothes: <path {...body} d="M34 14c4 10 24 10 28 0l24 14-10 20-10-5v43H30V43l-10 5L10 28Z" />,
  glass: (
    <>
      <path {...body} d="M24 28h48c6 6 6 10 6 16v36a8 8 0 0 1-8 8H26a8 8 0 0 1-8-8V44c0-6 0-10 6-16Z" />
      <path d="M26 10h44v18H26ZM34 48v24" />
    </>
  ),
  other: (
    <>
      <path {...body} d="M12 34 48 16l36 18v38L48 90 12 72Z" />
      <path d="m12 34 36 18 36-18M48 52v38" />
    </>
  ),
  arrow: <path d="M12 48h70M58 24l24 24-24 24" />,
  back: <path d="M60 16 28 48l32 32" />,
  bell: (
    <>
      <path d="M14 74h68M48 20v10M38 18h20" />
      <path d="M20 66a28 30 0 0 1 56 0Z" />
    </>
  ),
  leave: <path d="M54 14H20v68h34M40 48h46M68 30l18 18-18 18" />,
  tick: <path d="m14 52 24 24 44-52" />,
  again: <path d="M82 20v22H60M80 42A34 34 0 1 0 82 58" />,
  phone: (
    <path d="M24 10h12l10 24-12 8c4 12 12 20 22 24l8-12 24 10v12c0 6-4 10-10 10C44 82 14 52 14 22c0-6 4-12 10-12Z" />
  ),
  wash: (
    <>
      <path d="M48 8c-8 12-13 18-13 25a13 13 0 0 0 26 0c0-7-5-13-13-25Z" />
      <path d="M10 60c14-6 22 4 32 4h12c8 0 8 10 0 10H38M58 72l22-10c8-2 10 6 4 10L58 88H28l-18-6" />
    </>
  ),
  'no-phone': (
    <>
      <path d="M32 10h32a6 6 0 0 1 6 6v64a6 6 0 0 1-6 6H32a6 6 0 0 1-6-6V16a6 6 0 0 1 6-6ZM42 74h12" />
      <path d="m10 10 76 76" />
    </>
  ),
  free: <path d="M22 10h52v76l-9-8-8 8-9-8-9 8-8-8-9 8ZM36 32h24M36 50h24" />,
  'no-network': (
    <path d="M10 38a56 56 0 0 1 24-14M50 20a56 56 0 0 1 36 18M26 54a34 34 0 0 1 16-9M64 50l6 4M44 72h8M14 12l68 72" />
  ),
  filed: (
    <>
      <path {...body} d="M12 50h20l6 12h20l6-12h20v34H12Z" />
      <path d="M48 8v34M32 28l16 14 16-14" />
    </>
  ),
  eye: (
    <>
      <path {...body} d="M6 48c12-20 26-30 42-30s30 10 42 30C78 68 64 78 48 78S18 68 6 48Z" />
      <circle cx="48" cy="48" r="13" />
    </>
  ),
  no: (
    <>
      <circle cx="48" cy="48" r="38" />
      <path d="m22 22 52 52" />
    </>
  ),
  pencil: <path d="M14 82l6-22L66 14l16 16-46 46ZM56 24l16 16" />,
  recent: (
    <>
      <path {...body} d="M12 28h40v18a16 16 0 0 1-16 16h-8a16 16 0 0 1-16-16Z" />
      <path d="M52 32h3a8 8 0 0 1 0 18h-4M25 8q-5 5 0 10M39 8q-5 5 0 10" />
      <path d="M8 75h80v13H8ZM66 75v13M84 62q-7-6 0-12t0-12" />
    </>
  ),
  bladder: (
    <>
      <path {...body} d="M32 48h50c0 16-10 26-24 28v12H36V70c-4-6-4-12-4-22Z" />
      <path d="M20 10h20v38H26a6 6 0 0 1-6-6ZM32 48h50" />
    </>
  ),
  symptoms: (
    <>
      <circle cx="48" cy="18" r="12" />
      <path {...body} d="M14 88V62c0-14 10-20 22-20h24c12 0 22 6 22 20v26" />
      <path d="m52 50-10 16h14L46 82" stroke="var(--danger)" />
    </>
  ),
  arm: (
    <>
      <path {...body} d="M32 58h32v20H32Z" />
      <path d="M32 90V56c-6-6-10-10-10-18V20a7 7 0 0 1 14 0v12M36 20v-6a7 7 0 0 1 14 0v18M50 18a7 7 0 0 1 14 0v18l6-6a7 7 0 0 1 10 9L64 56v34M32 58h32M32 78h32" />
    </>
  ),
  fasting: (
    <>
      <path {...body} d="M8 44h80c0 22-14 38-34 38H42C22 82 8 66 8 44Z" />
      <path d="M34 88h28" />
    </>
  ),
  'after-meal': (
    <>
      <path {...body} d="M8 52h80c0 20-14 34-34 34H42C22 86 8 72 8 52Z" />
      <path d="M20 52a14 14 0 0 1 24-10 16 16 0 0 1 32 10M32 10q-6 6 0 13M50 8q-6 6 0 13M68 10q-6 6 0 13" />
    </>
  ),
  'other-time': (
    <>
      <circle {...body} cx="48" cy="48" r="38" />
      <path d="M48 24v26l16 12" />
    </>
  ),
  'ring-120': (
    <>
      <path
        {...body}
        d="M20 22h11l9 22-11 7c4 11 11 18 20 22l7-11 22 9v11c0 5-4 9-9 9C37 89 11 62 11 32c0-6 4-10 9-10Z"
      />
      <path d="M56 30a22 22 0 0 1 12 12M60 10a42 42 0 0 1 28 28" />
    </>
  ),
  'text-size': <path d="M5 80 18 48l13 32M10 69h16M42 80 66 16l25 64M50 60h33" />,
  language: (
    <>
      <circle {...body} cx="48" cy="48" r="38" />
      <path d="M10 48h76M48 10c-22 22-22 54 0 76M48 10c22 22 22 54 0 76" />
    </>
  ),
} satisfies Record<string, ComponentChild>;

export type IconName = keyof typeof DRAWINGS;

export function Icon({ name, class: className, struck = false }: { name: IconName; class?: string; struck?: boolean }) {
  return (
    <svg
      class={className}
      viewBox="0 0 96 96"
      fill="none"
      stroke="currentColor"
      stroke-width="7"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {DRAWINGS[name]}
      {struck && <path d="M10 86 86 10" />}
    </svg>
  );
}
