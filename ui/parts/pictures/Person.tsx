/** An older woman on a chair, seen from the side, in a box of 1176 × 720; in cloth and skin, or in white and rose on red. */

export interface Palette {
  readonly skin: string;
  readonly hair: string;
  readonly top: string;
  readonly sleeve: string;
  readonly leg: string;
  readonly farLeg: string;
  readonly shoe: string;
  readonly wood: string;
  readonly line: string;
}

export const EVERYDAY: Palette = {
  skin: 'var(--skin)',
  hair: 'var(--hair-grey)',
  top: 'var(--indigo)',
  sleeve: 'var(--indigo-cloth)',
  leg: 'var(--cloth)',
  farLeg: 'var(--cloth-2)',
  shoe: 'var(--ink)',
  wood: 'var(--sand-3)',
  line: 'var(--ink)',
};

export const ON_RED: Palette = {
  skin: 'var(--danger-ground)',
  hair: 'var(--rose)',
  top: 'var(--surface)',
  sleeve: 'var(--surface)',
  leg: 'var(--rose)',
  farLeg: 'var(--rose-2)',
  shoe: 'var(--surface)',
  wood: 'var(--rose-wood)',
  line: 'var(--danger-press)',
};

export function Chair({ of }: { readonly of: Palette }) {
  return (
    <g stroke={of.wood} stroke-linecap="round" fill="none">
      <path stroke-width="5" d="M243 680h780" />
      <path stroke-width="24" d="m370 197 15 305M384 506h216" />
      <path stroke-width="22" d="m397 515-16 155M586 515l15 155" />
    </g>
  );
}

export function Body({ of }: { readonly of: Palette }) {
  return (
    <g>
      <g fill="none" stroke-linecap="round">
        <path stroke={of.farLeg} stroke-width="44" d="M655 470v140" />
        <path stroke={of.shoe} stroke-width="38" d="M660 651h40" />
        <path stroke={of.leg} stroke-width="76" stroke-linejoin="round" stroke-linecap="butt" d="M505 444h205v196" />
        <path stroke={of.shoe} stroke-width="40" d="M706 650h75" />
      </g>
      <path
        fill={of.top}
        d="M430 240c6-35 32-43 60-43 36 0 57 18 59 53l2 50-2 80-6 60c-3 25-22 35-43 35h-45c-25 0-36-15-36-35 0-60 3-140 11-200Z"
      />
    </g>
  );
}

export function Head({ of }: { readonly of: Palette }) {
  return (
    <g>
      <path fill={of.skin} d="M445 160h52v42c-14 14-36 14-47 3Z" />
      <path fill={of.skin} d="M470 66c34-20 76-8 81 18l13 38c2 7-6 10-12 10-1 28-24 46-55 46l-47-8Z" />
      <path
        fill={of.hair}
        d="M418 105c0-45 27-70 70-70 37 1 60 25 62 49-20 0-45-4-58-16 0 42-12 87-45 101-22-19-29-39-29-64Z"
      />
      <circle fill={of.hair} cx="419" cy="77" r="27" />
      <g fill="none" stroke={of.line} stroke-width="6" stroke-linecap="round">
        <path d="M472 126c0-14 20-16 20 0 0 12-12 14-16 10" />
        <circle cx="530" cy="107" r="18" />
        <path d="m482 99 30 5M528 147q12 6 20-1" />
      </g>
    </g>
  );
}
