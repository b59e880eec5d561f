import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './Icon.tsx';
import { type Press, usePress } from './press.ts';
import { Ring } from './Ring.tsx';

export interface KeyProps extends Press {
  /** Exactly one `primary` per screen; `quiet` for what stands on every screen. */
  readonly kind?: 'primary' | 'secondary' | 'quiet';
  readonly icon?: IconName | undefined;
  readonly off?: boolean | undefined;
  /** One of several, and chosen now. */
  readonly chosen?: boolean | undefined;
  readonly lang?: string;
  readonly children: ComponentChildren;
}

/** What a hand presses: icon and word, never an icon alone. */
export function Key({ kind = 'secondary', icon, off = false, chosen, lang, children, ...press }: KeyProps) {
  const { busy, attributes } = usePress(press);
  return (
    <button
      type="button"
      class={`key ${kind}${chosen ? ' chosen' : ''}`}
      disabled={off || busy}
      data-busy={busy ? '' : undefined}
      aria-pressed={chosen}
      lang={lang}
      {...attributes}
    >
      {busy ? <Ring size="busy" share={0.6} /> : icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}
