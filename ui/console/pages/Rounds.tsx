import { say } from '../say.ts';
import type { PageProps } from './page.ts';

export function Rounds(_: PageProps) {
  return <h1>{say('rounds.title')}</h1>;
}
