import { say } from '../say.ts';
import type { PageProps } from './page.ts';

export function Audit(_: PageProps) {
  return <h1>{say('audit.title')}</h1>;
}
