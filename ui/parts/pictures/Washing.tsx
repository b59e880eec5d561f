import { Limb } from './Finger.tsx';

const ink = { stroke: 'var(--ink)', 'stroke-width': 8, 'stroke-linejoin': 'round', 'stroke-linecap': 'round' } as const;

/** Both hands under the tap. */
export function Washing() {
  return (
    <svg viewBox="0 0 772 470" aria-hidden="true">
      <path stroke="var(--lake)" stroke-width="44" stroke-linecap="round" d="M386 130v330" />
      <path fill="var(--surface)" {...ink} d="M1400 40H430a80 80 0 0 0-80 80v24h72v-16a16 16 0 0 1 16-16h962Z" />
      <path fill="var(--sun)" {...ink} d="M500 40V10h-70a20 20 0 0 1 0-40h200v70Z" />
      <path fill="none" stroke="var(--indigo)" stroke-width="150" d="m960 470-180-90M-190 470l180-90" />
      <Limb width={96} d="M840 420 560 330" />
      <Limb width={44} d="M560 300 330 250" />
      <Limb width={44} d="M560 330 320 296" />
      <Limb width={44} d="M560 356 330 340" />
      <Limb width={96} d="M-70 420 230 330" />
      <Limb width={46} d="M220 300 430 226" />
      <Limb width={46} d="M220 330 450 272" />
      <Limb width={46} d="M230 356 440 318" />
    </svg>
  );
}
