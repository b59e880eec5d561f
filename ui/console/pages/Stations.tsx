import { say } from '../say.ts';
import type { PageProps } from './page.ts';

export function Stations(_: PageProps) {
  return <h1>{say('stations.title')}</h1>;
}
