import { say } from '../say.ts';
import type { PageProps } from './page.ts';

export function Alarms(_: PageProps) {
  return <h1>{say('alarms.title')}</h1>;
}
