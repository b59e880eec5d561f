import { usePress } from './press.ts';

/** The one red thing on its screen, as wide as the panel. Never disabled: each press counts. */
export function StopBar({
  word,
  line,
  onPress,
}: {
  readonly word: string;
  readonly line: string;
  readonly onPress: () => void;
}) {
  const { attributes } = usePress({ onPress, always: true });
  return (
    <button type="button" class="key stop" {...attributes}>
      <span class="square" aria-hidden="true" />
      <span>
        <span class="word">{word}</span>
        <span class="line">{line}</span>
      </span>
    </button>
  );
}
