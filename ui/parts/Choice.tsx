import { Icon, type IconName } from './Icon.tsx';
import { Pressable } from './Pressable.tsx';
import type { Press } from './press.ts';

export interface ChoiceProps extends Press {
  readonly icon: IconName;
  readonly name: string;
  readonly line: string;
  readonly chosen: boolean;
}

/** One of several things that may be so, two beside each other; once chosen it stays pressed in, with a tick. */
export function Choice({ icon, name, line, chosen, ...press }: ChoiceProps) {
  return (
    <Pressable class={`choice${chosen ? ' chosen' : ''}`} pressed={chosen} {...press}>
      {() => (
        <>
          <Icon name={chosen ? 'tick' : icon} class="picture" />
          <span class="words">
            <span class="name">{name}</span>
            <span class="line caption">{line}</span>
          </span>
        </>
      )}
    </Pressable>
  );
}
