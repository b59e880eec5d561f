import { say } from '../say.ts';
import type { PageProps } from './page.ts';

export function Board(_: PageProps) {
  return <h1>{say('board.title')}</h1>;
}
