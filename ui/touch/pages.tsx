/** A screen that does not fit is told on more pages than one, never scrolled. */
import { useState } from 'preact/hooks';
import { Key } from '../parts/Key.tsx';
import type { Around } from './screen-props.ts';

export interface Pages {
  /** From 0. */
  readonly page: number;
  /** On to the next page, and from the last one back to the first; nothing where there is but one. */
  readonly key: preact.JSX.Element | null;
}

/** Each turn of the visit begins on its first page, since each turn is drawn anew. */
export function usePages({ say }: Pick<Around, 'say'>, count: number): Pages {
  const [turned, setTurned] = useState(0);
  const page = Math.min(turned, count - 1);
  if (count < 2) return { page, key: null };
  const last = page === count - 1;
  const key = <Key onPress={() => setTurned(last ? 0 : page + 1)}>{say(last ? 'page.back.key' : 'page.next.key')}</Key>;
  return { page, key };
}
