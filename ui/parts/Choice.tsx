import { Icon, type IconName } from './Icon.tsx';
import { Pressable } from './Pressable.tsx';
import type { Press } from './press.ts';

export interface ChoiceProps extends Press {
  readonly icon: IconName;
  readonly name: string;
  readonly line: string;
  readonly chosen: boolean;
  /** Cannot be used now, in a word; why stands in `line`. */
  readonly down?: string | undefined;
}

/** One of several things that may be so, two beside each other; once chosen it stays pressed in, with a tick. */
export function Choice({ icon, name, line, chosen, down, ...press }: ChoiceProps) {
  return (
    <Pressable
      class={`choice${chosen ? ' chosen' : ''}${down === undefined ? '' : ' off'}`}
      pressed={chosen}
      {...press}
    >
      {() => (
        <>
          <Icon name={chosen ? 'tick' : icon} class="picture" struck={down !== undefined} />
          <span class="words">
            <span class="name">
              {name}
              {down !== undefined && <span class="chip">{down}</span>}
            </span>
            <span class="line caption">{line}</span>
          </span>
        </>
      )}
    </Pressable>
  );
}
