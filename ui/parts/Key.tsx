import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './Icon.tsx';
import { Pressable } from './Pressable.tsx';
import type { Press } from './press.ts';
import { Ring } from './Ring.tsx';

export interface KeyProps extends Press {
  /**
   * Exactly one `primary` per screen, or where somebody must be called `primary danger`; `outline`: the other way to
   * get help then; `quiet` for what stands on every screen.
   */
  readonly kind?: 'primary' | 'primary danger' | 'secondary' | 'outline' | 'quiet';
  readonly icon?: IconName | undefined;
  readonly off?: boolean;
  /** One of several, and whether it is the one in force. */
  readonly chosen?: boolean;
  readonly lang?: string;
  /** Its whole name, where the face has room for less. */
  readonly label?: string | undefined;
  readonly children: ComponentChildren;
}

/** What a hand presses: a word, with an icon or without, never an icon alone. */
export function Key({ kind = 'secondary', icon, off = false, chosen, lang, label, children, ...press }: KeyProps) {
  const state = `${chosen ? ' chosen' : ''}${off ? ' off' : ''}`;
  return (
    <Pressable class={`${kind}${state}`} off={off} pressed={chosen} lang={lang} label={label} {...press}>
      {(busy) => (
        <>
          {busy ? <Ring size="busy" share={0.6} /> : icon && <Icon name={icon} />}
          <span>{children}</span>
        </>
      )}
    </Pressable>
  );
}
