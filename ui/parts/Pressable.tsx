import type { ComponentChildren } from 'preact';
import { type Press, usePress } from './press.ts';

export interface PressableProps extends Press {
  readonly class: string;
  /** Cannot be pressed now, and looks so. */
  readonly off?: boolean;
  readonly pressed?: boolean | undefined;
  readonly lang?: string | undefined;
  readonly label?: string | undefined;
  /** What stands on its face; told whether its act still runs. */
  readonly children: (busy: boolean) => ComponentChildren;
}

/** The box that is touched, and the face that is seen to move. Disabled while its act runs, unless every press counts. */
export function Pressable({ class: kind, off = false, pressed, lang, label, children, ...press }: PressableProps) {
  const { busy, attributes } = usePress(press);
  return (
    <button
      type="button"
      class={`key ${kind}`}
      disabled={off || busy}
      aria-pressed={pressed}
      lang={lang}
      aria-label={label}
      {...attributes}
    >
      <span class="face">{children(busy)}</span>
    </button>
  );
}
