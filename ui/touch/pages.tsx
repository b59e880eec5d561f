/** A screen that does not fit is told on two pages, never scrolled. */
import { useState } from 'preact/hooks';
import { Key } from '../parts/Key.tsx';
import type { Around } from './screen-props.ts';

export interface Pages {
  /** From 0. */
  readonly page: number;
  /** Leads to the other page. */
  readonly key: preact.JSX.Element;
}

/** Each turn of the visit begins on its first page. */
export function usePages({ view, say }: Pick<Around, 'view' | 'say'>): Pages {
  const [turned, setTurned] = useState({ turn: view.turn, page: 0 });
  const page = turned.turn === view.turn ? turned.page : 0;
  const key = (
    <Key icon={page === 0 ? 'arrow' : 'back'} onPress={() => setTurned({ turn: view.turn, page: 1 - page })}>
      {say(page === 0 ? 'page.next.key' : 'page.back.key')}
    </Key>
  );
  return { page, key };
}
