import { Icon, type IconName } from './Icon.tsx';
import { type Press, usePress } from './press.ts';

export interface TileProps extends Press {
  /** `tile`: a service. `answer`: one of few answers to the screen's question. */
  readonly kind: 'tile' | 'answer';
  readonly icon: IconName;
  readonly name: string;
  readonly line: string;
  /** Cannot be used now, and why it still can be pressed stands in `line`. */
  readonly down?: { readonly chip: string } | undefined;
}

/** A choice as wide as the panel: picture, name, one line; the whole of it is the target. */
export function Tile({ kind, icon, name, line, down, ...press }: TileProps) {
  const { busy, attributes } = usePress(press);
  return (
    <button
      type="button"
      class={`key ${kind}${down ? ' down' : ''}`}
      disabled={busy}
      data-busy={busy ? '' : undefined}
      {...attributes}
    >
      <Icon name={icon} class="picture" struck={down !== undefined} />
      <span class="words">
        <span class="name">
          {name}
          {down && <span class="chip">{down.chip}</span>}
        </span>
        <span class="line">{line}</span>
      </span>
      <Icon name="arrow" class="arrow" />
    </button>
  );
}
