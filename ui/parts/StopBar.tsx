import { Pressable } from './Pressable.tsx';

export interface StopBarProps {
  readonly word: string;
  readonly line: string;
  readonly onPress: () => void;
}

/** The one red thing on its screen, as wide as the panel. Never disabled: each press counts. */
export function StopBar({ word, line, onPress }: StopBarProps) {
  return (
    <Pressable class="stop" onPress={onPress} always>
      {() => (
        <>
          <span class="square" aria-hidden="true" />
          <span>
            <span class="word">{word}</span>
            <span class="line">{line}</span>
          </span>
        </>
      )}
    </Pressable>
  );
}
