import { Hand } from './Finger.tsx';

const ink = { stroke: 'var(--ink)', 'stroke-width': 8, 'stroke-linejoin': 'round', 'stroke-linecap': 'round' } as const;

/** Both hands under the tap. */
export function Washing() {
  return (
    <svg viewBox="0 0 772 470" aria-hidden="true">
      <path stroke="var(--lake)" stroke-width="52" d="M386 140v900" />
      <path
        stroke="var(--lake-2)"
        stroke-width="8"
        stroke-linecap="round"
        d="M374 196v40M398 206v30M374 400v40M398 380v40"
      />
      <path fill="var(--sun)" {...ink} d="M560 84V52h-90a20 20 0 0 1 0-40h140v72Z" />
      <path fill="var(--surface)" {...ink} d="M1400 78H444a98 98 0 0 0-98 98h80v-8a16 16 0 0 1 16-16h958Z" />
      <Hand
        limbs={[
          [100, 'M1200 480 600 340'],
          [50, 'M604 316 360 270'],
          [50, 'M570 340 346 312'],
          [50, 'M570 366 356 356'],
        ]}
        lines="M540 328 380 300M540 356 390 342"
      />
      <Hand
        limbs={[
          [100, 'M-430 480 170 340'],
          [50, 'M200 310 420 236'],
          [52, 'M200 340 446 276'],
          [52, 'M210 362 440 320'],
          [46, 'M180 300 270 230'],
        ]}
        lines="M240 322 420 264M250 352 420 302"
      />
      <path
        fill="var(--lake-2)"
        d="M296 396c14 18 22 28 22 40a22 22 0 0 1-44 0c0-12 8-22 22-40ZM482 388c14 18 22 28 22 40a22 22 0 0 1-44 0c0-12 8-22 22-40Z"
      />
      <g fill="var(--surface)" stroke="var(--lake-2)" stroke-width="7">
        <circle cx="316" cy="214" r="24" />
        <circle cx="282" cy="186" r="15" />
        <circle cx="484" cy="248" r="20" />
      </g>
    </svg>
  );
}
