import { Icon, type IconName } from './Icon.tsx';
import { Pressable } from './Pressable.tsx';
import type { Press } from './press.ts';
import { Sentences } from './Sentences.tsx';

export interface TileProps extends Press {
  /** `tile`: a service. `answer`: one of few answers to the screen's question. */
  readonly kind: 'tile' | 'answer';
  readonly icon: IconName;
  readonly name: string;
  readonly line: string;
  /** Cannot be used now, in a word; why, and that it still can be pressed, stands in `line`. */
  readonly down?: string | undefined;
}

/** A choice as wide as the panel: the whole of it is the target. */
export function Tile({ kind, icon, name, line, down, ...press }: TileProps) {
  return (
    <Pressable class={`wide ${kind}${down === undefined ? '' : ' off'}`} {...press}>
      {() => (
        <>
          <Icon name={icon} class="picture" struck={down !== undefined} />
          <span class="words">
            <span class="name">
              {name}
              {down !== undefined && <span class="chip">{down}</span>}
            </span>
            <span class="line">
              <Sentences>{line}</Sentences>
            </span>
          </span>
          {down === undefined && <Icon name="arrow" class="arrow" />}
        </>
      )}
    </Pressable>
  );
}
