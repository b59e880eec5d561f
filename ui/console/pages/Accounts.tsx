import { say } from '../say.ts';
import type { PageProps } from './page.ts';

export function Accounts(_: PageProps) {
  return <h1>{say('accounts.title')}</h1>;
}
